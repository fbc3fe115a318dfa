package io.inlay.bench.catalogue;

import io.inlay.bench.work.Work;
import java.util.Map;
import java.util.TreeMap;

/**
 * One side of a row: a work and what it needs. Immutable.
 *
 * @param title what it is, in a few words, as a reader of the report sees it
 * @param work name of the class of the {@link Work}, which has a public constructor without parameters
 * @param leastJdk the feature version of the JDK that it needs; 17 runs on the JDK of the run itself
 * @param options options of the engine that this side is given in {@link io.inlay.bench.work.WorkPlace#options()}
 */
public record Side(String title, String work, int leastJdk, Map<String, String> options) {
    /** The first JDK whose foreign function interface is final. */
    private static final int FOREIGN_FUNCTIONS = 22;

    private static final int LEAST_JDK = 17;

    /** A side with a copy of the options. */
    public Side {
        options = Map.copyOf(options);
    }

    /** A side that runs on the JDK of the run, with the engine's default options. */
    public static Side side(String title, Class<? extends Work> work) {
        return new Side(title, work.getName(), LEAST_JDK, Map.of());
    }

    /** This side on a JDK 22 or newer: that of the run if it is one, else another of the machine, else it is not measured. */
    public Side withForeignFunctions() {
        return new Side(title, work, FOREIGN_FUNCTIONS, options);
    }

    /** This side with an option of the engine. */
    public Side with(String option, String value) {
        Map<String, String> more = new TreeMap<>(options);
        more.put(option, value);
        return new Side(title, work, leastJdk, more);
    }
}
