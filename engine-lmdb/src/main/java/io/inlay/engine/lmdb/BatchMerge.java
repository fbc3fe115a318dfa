package io.inlay.engine.lmdb;

import io.inlay.engine.Batch;
import io.inlay.engine.KeyRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The joint effect of batches that share a transaction, and its way into it: first the ranges that were deleted, as the
 * published version holds them, then what becomes of single keys, ascending. For one thread.
 */
final class BatchMerge implements Batch.Visitor {
    private static final int STEPS_BETWEEN_CHECKS = 1024;

    private final TreeMap<byte[], byte @Nullable []> points = new TreeMap<>(Arrays::compareUnsigned);
    private final List<KeyRange> deleted = new ArrayList<>();

    @Override
    public void put(byte[] key, byte[] value) {
        points.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        points.put(key, null);
    }

    @Override
    public void deleteRange(KeyRange range) {
        byte[] until = range.until();
        if (range.isEmpty()) {
            return;
        }
        Map<byte[], byte @Nullable []> inside =
                until == null ? points.tailMap(range.from(), true) : points.subMap(range.from(), true, until, false);
        inside.clear();
        deleted.add(range);
    }

    /**
     * Applies all.
     *
     * @param version the published one, on which the transaction began
     * @param checkOpen throws once the engine is to close; asked now and then
     */
    void apply(Version version, LmdbTransaction txn, Runnable checkOpen) {
        TreeMap<byte[], List<Change>> blocks = new TreeMap<>(Arrays::compareUnsigned);
        for (KeyRange range : deleted) {
            deleteStored(range, version, txn, blocks, checkOpen);
        }
        points.forEach((key, value) -> {
            byte[] stored = StoredKey.of(key);
            if (StoredKey.isLong(key)) {
                blocks.computeIfAbsent(stored, k -> new ArrayList<>()).add(new Change(StoredKey.rest(key), value));
            } else if (value == null) {
                txn.delete(stored);
            } else {
                txn.put(stored, ByteBuffer.wrap(value), false);
            }
        });
        blocks.forEach((stored, changes) -> rewrite(stored, changes, version, txn));
    }

    /** Deletes what a range holds; of blocks it only tells that they are concerned. */
    private static void deleteStored(
            KeyRange range,
            Version version,
            LmdbTransaction txn,
            Map<byte[], List<Change>> blocks,
            Runnable checkOpen) {
        int steps = 0;
        StoredRange stored = new StoredRange(range);
        TreeWalk walk = version.walk();
        for (boolean on = walk.ceiling(stored.from()); on && walk.compareKey(stored.until()) < 0; on = walk.next()) {
            if ((++steps & STEPS_BETWEEN_CHECKS - 1) == 0) {
                checkOpen.run();
            }
            byte[] key = walk.copyKey();
            if (StoredKey.isBlock(key.length)) {
                blocks.computeIfAbsent(key, k -> new ArrayList<>());
            } else {
                txn.delete(key);
            }
        }
    }

    private void rewrite(byte[] stored, List<Change> changes, Version version, LmdbTransaction txn) {
        if (changes.isEmpty() && deleted.stream().anyMatch(range -> StoredKey.isWithin(stored, range))) {
            txn.delete(stored);
            return;
        }
        TreeWalk walk = version.walk();
        boolean held = walk.ceiling(stored) && walk.compareKey(stored) == 0;
        byte[] old = held ? KeyBlockMerge.copyOld(walk) : null;
        byte[] now = KeyBlockMerge.merge(
                stored, old, this::isKept, changes, version.file().path());
        if (now == null) {
            txn.delete(stored);
        } else if (!Arrays.equals(old, now)) {
            txn.put(stored, ByteBuffer.wrap(now), false);
        }
    }

    private boolean isKept(byte[] key) {
        return deleted.stream().noneMatch(range -> range.contains(key));
    }

    boolean isEmpty() {
        return points.isEmpty() && deleted.isEmpty();
    }
}
