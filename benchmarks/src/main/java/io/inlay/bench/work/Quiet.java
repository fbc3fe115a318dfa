package io.inlay.bench.work;

import io.inlay.engine.Engine;
import io.inlay.engine.Metrics;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting for an engine to end its work in the background. */
public final class Quiet {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Quiet() {}

    /** Waits until the engine has had nothing to do for a fifth of a second, where it tells. */
    public static void await(Engine engine) {
        await(engine, TimeUnit.MILLISECONDS.toNanos(200));
    }

    /** Waits until the engine has had nothing to do for so long, where it tells. */
    public static void await(Engine engine, long nanos) {
        Metrics metrics = engine.find(Metrics.class).orElse(null);
        if (metrics == null) {
            return;
        }
        long since = System.nanoTime();
        while (System.nanoTime() - since < nanos) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (isBusy(metrics.read())) {
                since = System.nanoTime();
            }
        }
    }

    private static boolean isBusy(Map<String, Long> now) {
        return now.getOrDefault("housekeeping.pending", 0L) + now.getOrDefault("compaction.running", 0L) > 0;
    }
}
