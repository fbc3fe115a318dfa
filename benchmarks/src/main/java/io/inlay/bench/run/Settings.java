package io.inlay.bench.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a run is to measure.
 *
 * @param quick whether the small sizes are taken and the time is bounded
 * @param engines names of engines; none for all on the class path
 * @param only ids of rows; none for all
 * @param rounds how many rounds each side gets
 * @param directory where the working directory is made
 * @param budget how long measuring may take
 */
public record Settings(
        boolean quick, Set<String> engines, Set<String> only, int rounds, Path directory, Duration budget) {
    /** Rounds of a full run. */
    public static final int ROUNDS = 7;

    /** Rounds with {@code --quick}. */
    public static final int QUICK_ROUNDS = 3;

    /** Heap of every child process. */
    public static final String HEAP = "-Xmx128m";

    /** The collector that fits a heap of this size on any machine: its barriers cost least, and there is little garbage. */
    private static final String COLLECTOR = "-XX:+UseSerialGC";

    /** Time for measuring with {@code --quick}; the report, and what a killed row leaves to remove, come on top. */
    public static final Duration QUICK_BUDGET = Duration.ofSeconds(270);

    /** As good as no bound. */
    public static final Duration FULL_BUDGET = Duration.ofDays(2);

    /** Settings with copies of the sets. */
    public Settings {
        engines = Set.copyOf(engines);
        only = Set.copyOf(only);
    }

    /** The options of the children's JVM besides those that the launcher gives. */
    public static List<String> jvmOptions() {
        return List.of(HEAP, COLLECTOR);
    }
}
