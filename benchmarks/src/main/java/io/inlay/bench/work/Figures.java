package io.inlay.bench.work;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one round measured.
 *
 * @param nanos how long the measured part took
 * @param records how many records it dealt with
 * @param bytes how many bytes of keys and values these have
 * @param more further figures by name, such as {@code "bytes.linked"} or {@code "put.longest.micros"}
 */
public record Figures(long nanos, long records, long bytes, Map<String, Double> more) {
    /** Figures with a copy of the further ones. */
    public Figures {
        more = Map.copyOf(more);
    }

    /** Figures without further ones. */
    public static Figures of(long nanos, long records, long bytes) {
        return new Figures(nanos, records, bytes, Map.of());
    }

    /** These figures and one more. */
    public Figures with(String name, double value) {
        Map<String, Double> all = new TreeMap<>(more);
        all.put(name, value);
        return new Figures(nanos, records, bytes, all);
    }
}
