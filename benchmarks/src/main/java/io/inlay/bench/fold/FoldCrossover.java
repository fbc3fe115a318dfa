package io.inlay.bench.fold;

import io.inlay.bench.anchor.Anchor;
import io.inlay.bench.anchor.AnchorSet;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.FoldOptions;
import io.inlay.compactor.FoldResult;
import io.inlay.compactor.FoldStrategy;
import io.inlay.compactor.SyncSource;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.support.DurableFiles;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From which size of the newer sync on a rebuild is faster than a patch. A program: {@code FoldCrossover ENGINE [GRANTS=200000]
 * [TIMES=5] [SHARE…]}. For each share of the base, in percent, the sync of the base is put back and folded into by either
 * strategy in turns; the least and the median time of each are printed.
 */
public final class FoldCrossover {
    private static final double[] SHARES = {0.5, 1, 2, 5, 10, 20, 40};

    private final PrintStream out;
    private final SyncStore pristine;
    private final SyncStore base;

    private FoldCrossover(PrintStream out, SyncStore pristine, SyncStore base) {
        this.out = out;
        this.pristine = pristine;
        this.base = base;
    }

    /** Measures, prints, and removes the stores. */
    public static void main(String[] arguments) throws IOException {
        String engine = arguments[0];
        long grants = arguments.length > 1 ? Long.parseLong(arguments[1]) : 200_000;
        int times = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        double[] shares = SHARES;
        if (arguments.length > 3) {
            shares = new double[arguments.length - 3];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = Double.parseDouble(arguments[i + 3]);
            }
        }
        Path directory = Files.createTempDirectory("inlay-crossover");
        try (Engine sources = Engines.open(engine, directory.resolve("sources"), Map.of());
                Engine target = Engines.open(engine, directory.resolve("base"), Map.of())) {
            new FoldCrossover(System.out, SyncStore.open(sources), SyncStore.open(target))
                    .run(Anchor.ofGrants(grants), times, shares);
        } finally {
            DurableFiles.deleteTree(directory);
        }
    }

    private void run(Anchor anchor, int times, double[] shares) {
        anchor.write(pristine, AnchorSet.SRC);
        out.println("| newer | patch, ms | rebuild, ms | patch / rebuild | written by patch |");
        out.println("|---|---|---|---|---|");
        for (int i = 0; i < shares.length; i++) {
            SyncId newer = anchor.writeNewer(pristine, i, shares[i] / 100);
            List<Double> patches = new ArrayList<>();
            List<Double> rebuilds = new ArrayList<>();
            long written = 0;
            for (int time = 0; time < times; time++) {
                written = fold(newer, FoldStrategy.PATCH, patches);
                fold(newer, FoldStrategy.REBUILD, rebuilds);
            }
            out.printf(
                    Locale.ROOT,
                    "| %.1f %% | %s | %s | %.2f | %d rows |%n",
                    shares[i],
                    text(patches),
                    text(rebuilds),
                    Collections.min(patches) / Collections.min(rebuilds),
                    written);
        }
    }

    private long fold(SyncId newer, FoldStrategy strategy, List<Double> millis) {
        Compactor compactor = new Compactor(base);
        SyncId sync = AnchorSet.SRC.id();
        compactor.compact(pristine, sync);
        long start = System.nanoTime();
        FoldResult result = compactor.fold(
                sync,
                List.of(new SyncSource(pristine, newer)),
                FoldOptions.defaults().withStrategy(strategy));
        millis.add((System.nanoTime() - start) / 1e6);
        return result.records();
    }

    private static String text(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        return String.format(Locale.ROOT, "%.0f / %.0f", sorted.get(0), sorted.get(sorted.size() / 2));
    }
}
