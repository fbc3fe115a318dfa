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
 * @param code whose work it is, which tells where else a ratio to it holds
 * @param options options of the engine that this side is given in {@link io.inlay.bench.work.WorkPlace#options()}
 */
public record Side(String title, String work, int leastJdk, Code code, Map<String, String> options) {
    /** Whose work a side is. */
    public enum Code {
        /** Inlay's own, which changes as Inlay does: a ratio to it tells nothing of either. */
        INLAY,
        /** That of another library, by itself: the same on every machine. */
        OTHER,
        /** A durable copy: what the machine's disk allows. */
        DISK
    }

    /** The first JDK whose foreign function interface is final. */
    private static final int FOREIGN_FUNCTIONS = 22;

    private static final int LEAST_JDK = 17;

    /** A side with a copy of the options. */
    public Side {
        options = Map.copyOf(options);
    }

    /** A side of Inlay's own code that runs on the JDK of the run, with the engine's default options. */
    public static Side side(String title, Class<? extends Work> work) {
        return new Side(title, work.getName(), LEAST_JDK, Code.INLAY, Map.of());
    }

    /** This side on a JDK 22 or newer: that of the run if it is one, else another of the machine, else it is not measured. */
    public Side withForeignFunctions() {
        return new Side(title, work, FOREIGN_FUNCTIONS, code, options);
    }

    /** This side as work of another library. */
    public Side ofAnother() {
        return new Side(title, work, leastJdk, Code.OTHER, options);
    }

    /** This side as a durable copy. */
    public Side ofTheDisk() {
        return new Side(title, work, leastJdk, Code.DISK, options);
    }

    /** This side with an option of the engine. */
    public Side with(String option, String value) {
        Map<String, String> more = new TreeMap<>(options);
        more.put(option, value);
        return new Side(title, work, leastJdk, code, more);
    }
}
