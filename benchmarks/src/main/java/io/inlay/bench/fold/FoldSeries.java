package io.inlay.bench.fold;

import io.inlay.bench.anchor.Anchor;
import io.inlay.bench.anchor.AnchorSet;
import io.inlay.bench.work.Quiet;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.FoldResult;
import io.inlay.compactor.FoldStrategy;
import io.inlay.compactor.SyncSource;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.Metrics;
import io.inlay.engine.support.DurableFiles;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What many folds in a row leave behind. A program: {@code FoldSeries ENGINE [GRANTS=200000] [FOLDS=50]}. Each fold takes three
 * newer partial syncs of a hundredth of the base, as shape B of the anchor data set. At the end disk and scan of the base, in
 * processor time, are set against a store that got the same sync by one compaction.
 */
public final class FoldSeries {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SCANS = 40;
    private static final int WARM_SCANS = 10;
    private static final int NEWER_OF_A_FOLD = 3;
    private static final double SHARE = 0.01;
    private static final double MIB = 1 << 20;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final SyncId SYNC = AnchorSet.SRC.id();

    private final PrintStream out;
    private final Anchor anchor;
    private final String engineName;
    private final Path directory;

    private FoldSeries(PrintStream out, Anchor anchor, String engineName, Path directory) {
        this.out = out;
        this.anchor = anchor;
        this.engineName = engineName;
        this.directory = directory;
    }

    /** Measures, prints, and removes the stores. */
    public static void main(String[] arguments) throws IOException {
        long grants = arguments.length > 1 ? Long.parseLong(arguments[1]) : 200_000;
        int folds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 50;
        Path directory = Files.createTempDirectory("inlay-folds");
        try {
            FoldSeries series = new FoldSeries(System.out, Anchor.ofGrants(grants), arguments[0], directory);
            series.fold(folds);
            series.compare();
        } finally {
            DurableFiles.deleteTree(directory);
        }
    }

    private Engine open(String name) {
        return Engines.open(engineName, directory.resolve(name), Map.of());
    }

    private void fold(int folds) {
        try (Engine sources = open("sources");
                Engine base = open("base")) {
            SyncStore source = SyncStore.open(sources);
            anchor.write(source, AnchorSet.SRC);
            Compactor compactor = new Compactor(SyncStore.open(base));
            compactor.compact(source, SYNC);
            long start = System.nanoTime();
            Duration longestHold = Duration.ZERO;
            int patches = 0;
            long written = 0;
            for (int i = 0; i < folds; i++) {
                FoldResult result = compactor.fold(SYNC, newer(source, i));
                patches += result.strategy() == FoldStrategy.PATCH ? 1 : 0;
                written += result.bytes();
                Duration held = result.replaced().writersHeld();
                longestHold = held.compareTo(longestHold) > 0 ? held : longestHold;
            }
            out.printf(
                    Locale.ROOT,
                    "%s: %d folds, %d by patch, in %.1f s, newer syncs made meanwhile; %.1f MiB given; longest hold of"
                            + " writers %d ms%n",
                    engineName,
                    folds,
                    patches,
                    (System.nanoTime() - start) / 1e9,
                    written / MIB,
                    longestHold.toMillis());
        }
    }

    private List<SyncSource> newer(SyncStore source, int fold) {
        List<SyncSource> newer = new ArrayList<>();
        for (int i = 0; i < NEWER_OF_A_FOLD; i++) {
            newer.add(0, new SyncSource(source, anchor.writeNewer(source, fold * NEWER_OF_A_FOLD + i, SHARE)));
        }
        return newer;
    }

    private void figures(Engine engine) {
        engine.find(Metrics.class)
                .ifPresent(metrics -> metrics.read().forEach((name, value) -> {
                    if (name.contains("stall") || name.contains("pages") || name.contains("housekeeping")) {
                        out.println("  " + name + " " + value);
                    }
                }));
    }

    private void compare() throws IOException {
        try (Engine base = open("base");
                Engine fresh = open("fresh")) {
            Quiet.await(base, QUIET_NANOS);
            new Compactor(SyncStore.open(fresh)).compact(SyncStore.open(base), SYNC);
            Quiet.await(fresh, QUIET_NANOS);
            double old = 0;
            double young = 0;
            for (int i = -WARM_SCANS; i < SCANS; i++) {
                double ofBase = scan(base);
                double ofFresh = scan(fresh);
                old += i < 0 ? 0 : ofBase / SCANS;
                young += i < 0 ? 0 : ofFresh / SCANS;
            }
            figures(base);
            figures(fresh);
            double bytes = bytes("base");
            double least = bytes("fresh");
            out.printf(
                    Locale.ROOT,
                    "  against a rebuilt sync: disk %.1f / %.1f MiB = %.3f; scan %.0f / %.0f ns a row = %.3f%n",
                    bytes / MIB,
                    least / MIB,
                    bytes / least,
                    old,
                    young,
                    old / young);
        }
    }

    private static double scan(Engine engine) {
        long rows = 0;
        long sum = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        for (SyncRange part : SyncRanges.of(SYNC)) {
            try (Cursor cursor = engine.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
                while (cursor.next()) {
                    rows++;
                    sum += cursor.key().remaining() + cursor.value().remaining();
                }
            }
        }
        if (sum < rows) {
            throw new IllegalStateException(rows + " rows of " + sum + " bytes");
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / (double) rows;
    }

    private long bytes(String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(name))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
