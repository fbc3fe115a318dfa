package io.inlay.bench;

import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Metrics;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How the tree of the RocksDB engine holds up under long mixes of operations, seen through the public API: write amplification,
 * level shape, stalls, and disk and scan speed against a store built afresh from the same content. A program, not a
 * micro-benchmark: {@code TreeHealth [workload…] [puts=5000000] [keys=4000000] [replaces=50] [dir=DIR]}, workloads
 * {@code points}, {@code mixed}, {@code overlays}, {@code aligned} (replaces of a range that was filled by a run of its own) and
 * {@code straddling} (of one whose first content shares files with its neighbours); all without one named.
 */
public final class TreeHealth {
    private static final int SCANS = 4;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final double MIB = 1 << 20;

    private final PrintStream out;
    private final Path directory;
    private final long puts;
    private final long keys;
    private final int replaces;
    private final Map<String, String> options;

    private TreeHealth(PrintStream out, Path directory, Map<String, String> parameters) {
        this.out = out;
        this.directory = directory;
        this.puts = take(parameters, "puts", 5_000_000);
        this.keys = take(parameters, "keys", 4_000_000);
        this.replaces = (int) take(parameters, "replaces", 50);
        this.options = parameters;
    }

    private static long take(Map<String, String> parameters, String name, long absent) {
        String given = parameters.remove(name);
        return given == null ? absent : Long.parseLong(given.replace("_", ""));
    }

    /** Runs the workloads named, prints their figures and removes the stores. Other parameters are the engine's options. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<String> workloads = new java.util.ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                workloads.add(argument);
            } else {
                parameters.put(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        String given = parameters.remove("dir");
        Path directory = given == null ? Files.createTempDirectory("inlay-tree") : Path.of(given);
        TreeHealth health = new TreeHealth(System.out, directory, parameters);
        for (String workload :
                workloads.isEmpty() ? List.of("points", "mixed", "overlays", "aligned", "straddling") : workloads) {
            health.run(workload);
        }
        if (given == null) {
            Files.delete(directory);
        }
    }

    private void run(String workload) throws IOException {
        Path place = directory.resolve(workload);
        Path fresh = directory.resolve(workload + "-fresh");
        out.printf("== %s: puts=%d keys=%d replaces=%d%n", workload, puts, keys, replaces);
        try {
            work(workload, place);
            compare(place, fresh);
        } finally {
            DurableFiles.deleteTree(place);
            DurableFiles.deleteTree(fresh);
        }
    }

    private void work(String workload, Path place) {
        try (Engine engine = open(place);
                Watch watch = new Watch(engine)) {
            TreeLoad load = new TreeLoad(engine, 42);
            if (!workload.equals("points")) {
                int parts = workload.equals("aligned") ? 4 : 1;
                for (int part = 0; part < parts; part++) {
                    load.replace(keys * part / parts, keys * (part + 1) / parts);
                }
                settle(engine);
            }
            long before = load.bytes();
            SortedMap<String, Long> start = figures(engine);
            long began = System.nanoTime();
            switch (workload) {
                case "points" -> load.puts(puts, keys);
                case "mixed" -> mixed(load);
                case "overlays" -> overlays(load);
                case "aligned" -> replaces(load, keys / 4);
                case "straddling" -> replaces(load, keys / 8);
                default -> throw new IllegalArgumentException("no workload " + workload);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            report("when the last operation returned", engine, start, load.bytes() - before);
            out.printf(
                    Locale.ROOT,
                    "   %.1f s; at most %d files in level 0; longest write %d ms, longest hold of writers %d ms%n",
                    seconds,
                    watch.mostLevel0,
                    load.longestWrite().toMillis(),
                    load.longestHold().toMillis());
            settle(engine);
            report("when quiet", engine, start, load.bytes() - before);
        }
    }

    /** Random puts, interrupted by replaces of a fiftieth of the keys at random places. */
    private void mixed(TreeLoad load) {
        java.util.SplittableRandom places = new java.util.SplittableRandom(7);
        long width = Math.max(1, keys / 50);
        for (int i = 0; i < replaces; i++) {
            load.puts(puts / replaces, keys);
            long from = places.nextLong(keys - width);
            load.replace(from, from + width);
        }
    }

    /** Overlays in a row over a quarter of the keys, each with every tenth of its records. */
    private void overlays(TreeLoad load) {
        for (int i = 0; i < replaces; i++) {
            load.overlay(keys / 8, keys / 8 + keys / 4, 10);
        }
    }

    /** Replaces in a row of one quarter of the keys, with no point write. */
    private void replaces(TreeLoad load, long from) {
        for (int i = 0; i < replaces; i++) {
            load.replace(from, from + keys / 4);
        }
    }

    private Engine open(Path place) {
        return Engines.open("rocksdb", place, options);
    }

    private static long figure(Map<String, Long> figures, String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    private static SortedMap<String, Long> figures(Engine engine) {
        return engine.find(Metrics.class).orElseThrow().read();
    }

    private void report(String when, Engine engine, Map<String, Long> start, long given) {
        Map<String, Long> now = figures(engine);
        long flushed = figure(now, "flush.written.bytes") - figure(start, "flush.written.bytes");
        long compacted = figure(now, "compaction.written.bytes") - figure(start, "compaction.written.bytes");
        StringBuilder shape = new StringBuilder();
        for (int level = 0; level < 16; level++) {
            @Nullable Long files = now.get("level" + level + ".files");
            if (files != null) {
                shape.append(String.format(
                        Locale.ROOT, " L%d %d/%.1f", level, files, figure(now, "level" + level + ".bytes") / MIB));
            }
        }
        out.printf(
                Locale.ROOT,
                " %s: given %.0f MiB, flushed %.0f, compactions wrote %.0f: %.2f x given; stalled %d ms%n",
                when,
                given / MIB,
                flushed / MIB,
                compacted / MIB,
                (flushed + compacted) / (double) given,
                (figure(now, "writes.stalled.micros") - figure(start, "writes.stalled.micros")) / 1000);
        out.printf(
                "   levels, files/MiB:%s; merges %d, sinks %d, conflicts %d%n",
                shape,
                figure(now, "housekeeping.merges"),
                figure(now, "housekeeping.sinks"),
                figure(now, "housekeeping.conflicts"));
    }

    /** Waits until no compaction has run and none is due for three seconds. */
    private static void settle(Engine engine) {
        long since = System.nanoTime();
        while (System.nanoTime() - since < QUIET_NANOS) {
            LockSupport.parkNanos(LOOK_NANOS);
            Map<String, Long> now = figures(engine);
            if (figure(now, "housekeeping.pending") + figure(now, "compaction.running") > 0) {
                since = System.nanoTime();
            }
        }
    }

    /** Opens the store again, which puts what was in memory into files, and sets it against a copy of its content. */
    private void compare(Path place, Path fresh) {
        try (Engine engine = open(place);
                Engine copy = open(fresh)) {
            settle(engine);
            try (Replacement replacement = copy.begin();
                    RunWriter run = replacement.excise(KeyRange.all());
                    Cursor all = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
                run.addAll(all, Long.MAX_VALUE);
                run.finish();
                replacement.commit();
            }
            double old = Double.MAX_VALUE;
            double young = Double.MAX_VALUE;
            for (int i = 0; i < SCANS; i++) {
                old = Math.min(old, scan(engine));
                young = Math.min(young, scan(copy));
            }
            long bytes = figure(figures(engine), "files.live.bytes");
            long least = figure(figures(copy), "files.live.bytes");
            out.printf(
                    Locale.ROOT,
                    " against a fresh store: disk %.1f / %.1f MiB = %.3f; scan %.0f / %.0f ns a record = %.3f%n",
                    bytes / MIB,
                    least / MIB,
                    bytes / (double) least,
                    old,
                    young,
                    old / young);
        }
    }

    private static double scan(Engine engine) {
        long records = 0;
        long sum = 0;
        long start = System.nanoTime();
        try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                records++;
                sum += cursor.key().remaining() + cursor.value().remaining();
            }
        }
        if (sum != records * NumberedRecords.RECORD_BYTES) {
            throw new IllegalStateException(records + " records of " + sum + " bytes");
        }
        return (System.nanoTime() - start) / (double) records;
    }

    /** Looks at level 0 again and again. */
    private static final class Watch implements AutoCloseable {
        private final Thread thread;
        private volatile long mostLevel0;
        private volatile boolean ended;

        Watch(Engine engine) {
            Metrics metrics = engine.find(Metrics.class).orElseThrow();
            thread = new Thread(
                    () -> {
                        while (!ended) {
                            mostLevel0 = Math.max(mostLevel0, figure(metrics.read(), "files.level0"));
                            LockSupport.parkNanos(LOOK_NANOS);
                        }
                    },
                    "watch");
            thread.start();
        }

        @Override
        public void close() {
            ended = true;
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
