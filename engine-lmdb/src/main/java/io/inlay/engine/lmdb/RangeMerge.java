package io.inlay.engine.lmdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.support.StagedRange;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes ranges hold what their runs say: walks over what a range holds and over its run at once and writes only where they
 * differ. What is held is read from the published version, on which the transaction began and which it does not change.
 * Ranges come ascending. For one thread.
 */
final class RangeMerge {
    private static final int STEPS_BETWEEN_CHECKS = 1024;
    private static final int MANY_MOVES = 512;
    private static final List<Change> NO_CHANGES = List.of();

    private final Version version;
    private final LmdbTransaction txn;
    private final Runnable checkOpen;
    private final LentBytes oldValue = new LentBytes();
    private final LeafTail tail;
    private long bytesWritten;
    private byte @Nullable [] blockKey;
    private byte @Nullable [] block;
    private final boolean overwriting;
    private int steps;
    private int moves;

    /**
     * Makes a merge.
     *
     * @param version the published one
     * @param txn has written nothing yet
     * @param checkOpen throws once the engine is to close; asked now and then
     * @param overwriting whether values of unchanged length may be written without a native call for each, until the
     *     transaction moves its first entry: that may join leaves or move entries between them, however far away
     */
    RangeMerge(Version version, LmdbTransaction txn, Runnable checkOpen, boolean overwriting) {
        this.overwriting = overwriting;
        this.version = version;
        this.txn = txn;
        this.tail = new LeafTail(version, txn);
        this.checkOpen = checkOpen;
    }

    /** Bytes of keys and values that had to be written. */
    long bytesWritten() {
        return bytesWritten;
    }

    void apply(StagedRange<LmdbSink> staged) {
        LmdbSink sink = staged.sink();
        if (sink == null) {
            empty(staged.range());
            return;
        }
        try (StoredRun run = new StoredRun(sink.open(), version.file().path())) {
            if (staged.mode() == StagedRange.Mode.OVERLAY) {
                overlay(run);
            } else {
                excise(staged.range(), run);
            }
        }
    }

    private void empty(KeyRange range) {
        if (range.equals(KeyRange.all())) {
            if (version.entries().first()) {
                txn.clear();
                StoreFile.putOwnRecords(txn);
            }
            return;
        }
        OldEntries old = new OldEntries(version.walk(), new StoredRange(range));
        while (old.isOn()) {
            step();
            remove(old, range);
            old.next();
        }
    }

    private void excise(KeyRange range, StoredRun run) {
        OldEntries old = new OldEntries(version.walk(), new StoredRange(range));
        Predicate<byte[]> keeps = key -> !range.contains(key);
        boolean more = run.next();
        while (old.isOn() || more) {
            if (step() && old.isOn()) {
                tail.putBack();
                removeAhead(old);
                continue;
            }
            int order = !more ? -1 : !old.isOn() ? 1 : old.walk().compareKey(run.key(), run.keyLength());
            if (order > 0) {
                tail.inserting(old.walk());
                insert(run, old.isAtEnd());
                moves++;
                more = run.next();
                continue;
            }
            tail.putBack();
            if (order < 0) {
                remove(old, range);
                moves++;
            } else {
                update(old.walk(), run, keeps, overwriting && txn.moves() == 0);
                more = run.next();
            }
            old.next();
        }
        tail.putBack();
    }

    /** Counts a step; true now and then, if most steps since the last time moved entries. */
    private boolean step() {
        if ((++steps & STEPS_BETWEEN_CHECKS - 1) != 0) {
            return false;
        }
        checkOpen.run();
        boolean many = moves > MANY_MOVES;
        moves = 0;
        return many;
    }

    /**
     * Where the keys held and those of the run turn out to be different ones, removing what is held first and inserting
     * afterwards splits fewer pages than doing both in turns.
     */
    private void removeAhead(OldEntries old) {
        while (old.isOn() && !StoredKey.isBlock(old.walk().keyLength())) {
            txn.delete(old.walk());
            old.next();
            step();
        }
    }

    private void remove(OldEntries old, KeyRange range) {
        if (StoredKey.isBlock(old.walk().keyLength())) {
            byte[] key = old.walk().copyKey();
            if (!StoredKey.isWithin(key, range)) {
                byte[] held = KeyBlockMerge.copyOld(old.walk());
                rewrite(key, held, inBlock -> !range.contains(inBlock), NO_CHANGES, false);
                return;
            }
        }
        txn.delete(old.walk());
    }

    private void insert(StoredRun run, boolean append) {
        if (run.isBlock()) {
            rewrite(run.copyKey(), null, key -> true, run.changes(), append);
        } else {
            put(run.key(), run.keyLength(), run.value(), append);
        }
    }

    private void update(TreeWalk old, StoredRun run, Predicate<byte[]> keeps, boolean still) {
        if (run.isBlock()) {
            rewrite(run.copyKey(), KeyBlockMerge.copyOld(old), keeps, run.changes(), false);
            return;
        }
        PageView value = old.value();
        ByteBuffer held = oldValue.lend(value.valueBuffer(), value.valueAt(), value.valueLength());
        ByteBuffer now = run.value();
        if (held.mismatch(now) < 0) {
            return;
        }
        if (still && value.overflowCount() == 0 && value.valueLength() == now.remaining()) {
            txn.overwrite(old, value.valueOffset(), run.key(), run.keyLength(), now);
            bytesWritten += (long) run.keyLength() - 1 + now.remaining();
        } else {
            put(run.key(), run.keyLength(), now, false);
        }
    }

    /** Writes a block anew where it changes. Two ranges can meet within one block: the later one goes on from the earlier one's. */
    private void rewrite(
            byte[] key, byte @Nullable [] held, Predicate<byte[]> keeps, List<Change> changes, boolean append) {
        boolean again = Arrays.equals(key, blockKey);
        byte[] old = again ? block : held;
        byte[] now =
                KeyBlockMerge.merge(key, old, keeps, changes, version.file().path());
        blockKey = key;
        block = now;
        if (now == null) {
            if (old != null) {
                txn.delete(key);
            }
        } else if (!Arrays.equals(old, now)) {
            put(key, key.length, ByteBuffer.wrap(now), append && !again);
        }
    }

    private void put(byte[] key, int keyLength, ByteBuffer value, boolean append) {
        txn.put(key, keyLength, value, append);
        bytesWritten += (long) keyLength - 1 + value.remaining();
    }

    private void overlay(StoredRun run) {
        TreeWalk old = version.walk();
        while (run.next()) {
            step();
            boolean above = old.ceiling(run.key(), run.keyLength());
            boolean held = above && old.compareKey(run.key(), run.keyLength()) == 0;
            if (held) {
                tail.putBack();
            }
            if (held && !run.isBlock() && run.isDelete()) {
                txn.delete(run.key(), run.keyLength());
            } else if (held) {
                update(old, run, key -> true, false);
            } else if (run.isBlock() || !run.isDelete()) {
                tail.inserting(old);
                insert(run, !above);
            }
        }
        tail.putBack();
    }
}
