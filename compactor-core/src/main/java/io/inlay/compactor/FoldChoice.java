package io.inlay.compactor;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a fold is to be done, and why.
 *
 * @param strategy PATCH or REBUILD
 * @param reason one sentence
 */
record FoldChoice(FoldStrategy strategy, String reason) {
    /**
     * By the name of the base's engine: how many records the newer syncs may hold, as a share of those of the base, for a
     * patch to be cheaper than a rebuild. Measured; see docs/decisions/0003-fold-crossover.md.
     */
    private static final Map<String, Double> MOST_TO_PATCH = Map.of("rocksdb", 0.40, "lmdb", 0.40);

    /** That of an engine that was not measured. */
    private static final double MOST_TO_PATCH_ELSEWHERE = 0.10;

    /** What the caller asked for, which is not AUTO. */
    static FoldChoice asked(FoldStrategy strategy) {
        return new FoldChoice(strategy, "it was asked for");
    }

    /** What is left to do when a patch took more records away than the base's statistics have. */
    static FoldChoice disproved() {
        return new FoldChoice(
                FoldStrategy.REBUILD,
                "the base's statistics are not those of its records, so all of it has to be read");
    }

    /**
     * The cheaper one.
     *
     * @param engine name of the base's engine
     * @param newer records of all newer syncs together
     * @param base records of the base; nothing if it has no statistics to tell
     */
    static FoldChoice cheaper(String engine, long newer, OptionalLong base) {
        if (base.isEmpty()) {
            return new FoldChoice(
                    FoldStrategy.REBUILD, "the base has no sound statistics, so all of it has to be read");
        }
        double most = MOST_TO_PATCH.getOrDefault(engine, MOST_TO_PATCH_ELSEWHERE);
        boolean patch = newer <= most * base.getAsLong();
        return new FoldChoice(
                patch ? FoldStrategy.PATCH : FoldStrategy.REBUILD,
                String.format(
                        Locale.ROOT,
                        "the newer syncs hold %d records, the base %d; on %s up to %.1f %% is patched",
                        newer,
                        base.getAsLong(),
                        engine,
                        100 * most));
    }
}
