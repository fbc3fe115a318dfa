package io.inlay.bench.result;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where, when and how a run was made.
 *
 * @param begun when it began, as an ISO 8601 instant
 * @param seconds how long it took
 * @param command the command line
 * @param commit the commit of the sources, with {@code +changes} where they differ from it; {@code unknown} outside a checkout
 * @param machine on which machine
 * @param jdk full version of the JDK that sides run on unless they need a newer one
 * @param newJdk full version of the JDK for sides that need foreign functions; empty if there was none
 * @param jvmOptions what every child process is given
 * @param libraries versions of libraries and engines by name
 * @param quick whether the small sizes were taken
 * @param rounds how many rounds each side was to have
 */
public record Origin(
        String begun,
        double seconds,
        String command,
        String commit,
        Machine machine,
        String jdk,
        String newJdk,
        String jvmOptions,
        Map<String, String> libraries,
        boolean quick,
        int rounds) {
    /** An origin with a sorted copy of the libraries. */
    public Origin {
        libraries = Collections.unmodifiableMap(new TreeMap<>(libraries));
    }

    /** The same after so many seconds. */
    public Origin after(double elapsed) {
        return new Origin(begun, elapsed, command, commit, machine, jdk, newJdk, jvmOptions, libraries, quick, rounds);
    }
}
