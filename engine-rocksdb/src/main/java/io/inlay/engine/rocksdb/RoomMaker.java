package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears the top levels over the ranges of a replacement, in the committing thread. Files that are taken in go above all that
 * they overlap: were that level 0, they would be merged soon, and many at once would hold up writers.
 */
final class RoomMaker {
    private static final Logger LOG = LoggerFactory.getLogger(RoomMaker.class);

    /** Bytes that are always worth merging; beyond that, as many as the replacement brings. */
    private static final long WORTH_BYTES = 64L << 20;
    /** Bytes that are merged while writers are held. */
    private static final long HELD_BYTES = 8L << 20;

    private static final int MOST_STEPS = 32;
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final TreeStore store;
    private final TreeWork work;
    private final BooleanSupplier closing;

    RoomMaker(TreeStore store, TreeWork work, BooleanSupplier closing) {
        this.store = store;
        this.work = work;
        this.closing = closing;
    }

    void beforeReplace(List<KeyRange> ranges, long bytes) {
        clear(ranges, Math.max(WORTH_BYTES, bytes), MOST_WAIT_NANOS);
    }

    void beforeIngest(List<KeyRange> ranges) {
        clear(ranges, HELD_BYTES, 0);
    }

    private void clear(List<KeyRange> ranges, long most, long mostWait) {
        boolean interrupted = Thread.interrupted();
        try {
            List<Span> spans = ranges.stream().map(Span::of).toList();
            long deadline = System.nanoTime() + mostWait;
            int steps = 0;
            while (steps < MOST_STEPS && !closing.getAsBoolean()) {
                Tree tree = store.tree();
                TreeStep step = new TreePlan(tree, false, Set.of(), store).room(spans, most);
                if (step == null) {
                    return;
                }
                if (!TreePlan.isWait(step) && runs(step, tree)) {
                    steps++;
                } else if (System.nanoTime() - deadline >= 0) {
                    return;
                } else {
                    interrupted |= Thread.interrupted();
                    LockSupport.parkNanos(this, WAIT_NANOS);
                }
            }
        } catch (RocksDBException | IOException | RuntimeException e) {
            work.failed();
            LOG.warn("no room was made for a replacement, which goes on without", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Says whether nothing was in the way of a step. */
    private boolean runs(TreeStep step, Tree tree) throws RocksDBException, IOException {
        try {
            work.run(step, tree);
            return true;
        } catch (RocksDBException e) {
            if (TreeWork.isConflict(e)) {
                return false;
            }
            throw e;
        }
    }
}
