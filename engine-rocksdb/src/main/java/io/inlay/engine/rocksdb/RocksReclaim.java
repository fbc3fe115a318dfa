package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Reclaim;
import io.inlay.engine.support.CallGate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.RocksDBException;

/** Compacts a span down to its last level, on a thread of its own so that the caller's thread can be asked when to stop. */
final class RocksReclaim implements Reclaim {
    private static final long ASK_MILLIS = 10;

    private final CallGate gate;
    private final RocksHandle handle;

    RocksReclaim(CallGate gate, RocksHandle handle) {
        this.gate = gate;
        this.handle = handle;
    }

    @Override
    public boolean run(KeyRange range, BooleanSupplier stop) {
        int lane = gate.enter();
        try (CompactRangeOptions options = new CompactRangeOptions()) {
            options.setBottommostLevelCompaction(BottommostLevelCompaction.kForceOptimized)
                    .setExclusiveManualCompaction(false)
                    .setAllowWriteStall(true);
            if (range.isEmpty()) {
                return true;
            }
            if (stop.getAsBoolean()) {
                return false;
            }
            Compaction compaction = new Compaction(range, options);
            try {
                compaction.start();
                compaction.await(stop);
            } finally {
                compaction.end();
            }
            return compaction.completed();
        } finally {
            gate.leave(lane);
        }
    }

    /** One native compaction and the thread it runs on. */
    private final class Compaction implements Runnable {
        private final KeyRange range;
        private final CompactRangeOptions options;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile @Nullable Throwable failure;
        private volatile boolean cancelled;

        Compaction(KeyRange range, CompactRangeOptions options) {
            this.range = range;
            this.options = options;
        }

        void start() {
            Thread thread = new Thread(this, "inlay-rocksdb-reclaim");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void run() {
            try {
                handle.memtable().flush();
                handle.compact(range, options);
            } catch (RocksDBException | RuntimeException | Error e) {
                failure = e;
            } finally {
                ended.countDown();
            }
        }

        void await(BooleanSupplier stop) {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        if (ended.await(ASK_MILLIS, TimeUnit.MILLISECONDS)) {
                            return;
                        }
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                    if (gate.isClosed() || stop.getAsBoolean()) {
                        return;
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** Cancels what is still under way and waits for its end. */
        void end() {
            if (ended.getCount() > 0) {
                cancelled = true;
                options.setCanceled(true);
            }
            boolean interrupted = false;
            while (true) {
                try {
                    ended.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        boolean completed() {
            Throwable thrown = failure;
            if (thrown == null) {
                return true;
            }
            gate.checkOpen();
            if (thrown instanceof RocksDBException refused) {
                if (cancelled) {
                    return false;
                }
                throw ErrorMap.map("reclaiming space in " + handle.directory(), refused);
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }
}
