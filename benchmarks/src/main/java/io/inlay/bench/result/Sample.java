package io.inlay.bench.result;

import io.inlay.bench.work.Figures;
import java.util.Map;

/**
 * What one round of one side measured.
 *
 * @param nanos how long the measured part took
 * @param records how many records it dealt with
 * @param bytes how many bytes of keys and values these have
 * @param more further figures by name
 * @param anonymousBytes the most anonymous memory that was resident in the process at a time; 0 where the system does not tell
 */
public record Sample(long nanos, long records, long bytes, Map<String, Double> more, long anonymousBytes) {
    /** A sample with a copy of the further figures. */
    public Sample {
        more = Map.copyOf(more);
    }

    /** The figures of a work and the memory of its process. */
    public static Sample of(Figures figures, long anonymousBytes) {
        return new Sample(figures.nanos(), figures.records(), figures.bytes(), figures.more(), anonymousBytes);
    }
}
