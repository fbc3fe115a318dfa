package io.inlay.bench.run;

import io.inlay.bench.catalogue.MemoryBounds;
import io.inlay.bench.catalogue.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What tasks need of the machine, looked at before anything is written.
 *
 * @param diskBytes room for the data and scratch of the largest task
 * @param memoryBytes memory for the largest process and for this one
 */
public record Needs(long diskBytes, long memoryBytes) {
    private static final long THIS_PROCESS = 128L << 20;
    private static final double MIB = 1 << 20;

    /** The needs of tasks. */
    public static Needs of(List<Task> tasks) {
        long memory = tasks.stream()
                .mapToLong(task -> MemoryBounds.needed(task.engine()))
                .max()
                .orElse(0);
        return new Needs(tasks.stream().mapToLong(Task::diskBytes).max().orElse(0), memory + THIS_PROCESS);
    }

    /** What a machine with so much free space and memory lacks, in words with a way out; none if it has enough. */
    public Optional<String> lack(Path directory, long freeDisk, long freeMemory) {
        List<String> lacks = new ArrayList<>();
        if (freeDisk < diskBytes) {
            lacks.add(String.format(
                    Locale.ROOT,
                    "%,.0f MiB of disk are needed in %s, and %,.0f MiB are free (--dir names another place)",
                    Math.ceil(diskBytes / MIB),
                    directory,
                    Math.floor(freeDisk / MIB)));
        }
        if (freeMemory < memoryBytes) {
            lacks.add(String.format(
                    Locale.ROOT,
                    "%,.0f MiB of memory are needed, and %,.0f MiB are available",
                    Math.ceil(memoryBytes / MIB),
                    Math.floor(freeMemory / MIB)));
        }
        return lacks.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", lacks) + "; --quick and --only measure less");
    }

    /** The sides that no JDK of this machine can run, each once. */
    public static List<String> withoutJdk(List<Task> tasks, Map<String, String> environment) {
        return tasks.stream()
                .flatMap(task -> task.row().sides().stream()
                        .filter(side ->
                                Jdk.atLeast(side.leastJdk(), environment).isEmpty())
                        .map(side -> said(task, side)))
                .distinct()
                .toList();
    }

    private static String said(Task task, Side side) {
        return "not measured: " + side.title() + " of " + task.row().id() + " needs a JDK " + side.leastJdk()
                + "+; INLAY_BENCH_JDK25 names one";
    }
}
