package io.inlay.cli.quickstart;

import java.time.Duration;
import java.util.List;

/**
 * What a trial found.
 *
 * @param sourceEngine name of the source's engine
 * @param baseEngine name of the base's engine
 * @param sourceDirectory where the source is
 * @param baseDirectory where the base is
 * @param sync the sync in both
 * @param imports time of the import of each version
 * @param states what each version holds
 * @param compactions of each version but the first
 * @param rowsCompared rows found equal in base and source at the end
 * @param sourceDiskBytes what the source takes on disk at the end
 * @param baseDiskBytes what the base takes on disk at the end
 * @param violations what was not as it must be; one line each, empty if all was well
 */
public record TrialResult(
        String sourceEngine,
        String baseEngine,
        String sourceDirectory,
        String baseDirectory,
        String sync,
        List<Duration> imports,
        List<Fingerprint> states,
        List<Compaction> compactions,
        long rowsCompared,
        long sourceDiskBytes,
        long baseDiskBytes,
        List<String> violations) {
    /** The engine, or both: {@code lmdb to rocksdb}. */
    public String name() {
        return Trial.name(sourceEngine, baseEngine);
    }
}
