package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Builds a new block from an old one and changes laid over it. The block is built on the heap, of which all that this takes
 * together may have a quarter: a block that needs more is refused before anything is written.
 */
final class KeyBlockMerge {
    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;
    private static final long MOST_HEAP =
            Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4);

    /** Heap that a change takes beside its bytes: itself, two arrays and its place in a list. */
    private static final int CHANGE_OVERHEAD = 96;

    private final byte[] shared;
    private final Predicate<byte[]> keeps;
    private final Path path;
    private final List<Change> records = new ArrayList<>();
    private long bytes = Integer.BYTES;
    private long heapBytes;

    private KeyBlockMerge(byte[] blockKey, Predicate<byte[]> keeps, Path path) {
        this.shared = Arrays.copyOfRange(blockKey, 1, 1 + StoredKey.WHOLE_BYTES);
        this.keeps = keeps;
        this.path = path;
    }

    /**
     * Builds a block.
     *
     * @param blockKey its stored key
     * @param old the block as it is, or null
     * @param keeps tells of a whole key of the old block whether it stays where no change concerns it
     * @param changes ascending
     * @param path the data file, for messages
     * @return the block's bytes; null when nothing is left
     * @throws EngineException FULL when building the block takes too much of the heap
     */
    static byte @Nullable [] merge(
            byte[] blockKey, byte @Nullable [] old, Predicate<byte[]> keeps, List<Change> changes, Path path) {
        KeyBlockMerge merge = new KeyBlockMerge(blockKey, keeps, path);
        merge.heapBytes = old == null ? 0 : old.length;
        int next = 0;
        if (old != null) {
            KeyBlock block = new KeyBlock(path);
            block.open(old);
            for (int i = 0; i < block.count(); i++) {
                block.select(i);
                byte[] rest = copy(block, block.restAt(), block.restLength());
                int order = 1;
                while (next < changes.size()
                        && (order = Arrays.compareUnsigned(changes.get(next).rest(), rest)) < 0) {
                    merge.add(changes.get(next++));
                }
                if (next == changes.size() || order > 0) {
                    merge.keep(rest, block);
                }
            }
        }
        while (next < changes.size()) {
            merge.add(changes.get(next++));
        }
        return merge.build();
    }

    private static byte[] copy(KeyBlock block, int at, int length) {
        byte[] copy = new byte[length];
        block.buffer().get(at, copy);
        return copy;
    }

    private void keep(byte[] rest, KeyBlock block) {
        byte[] key = Arrays.copyOf(shared, shared.length + rest.length);
        System.arraycopy(rest, 0, key, shared.length, rest.length);
        if (keeps.test(key)) {
            add(new Change(rest, copy(block, block.valueAt(), block.valueLength())));
        }
    }

    private void add(Change change) {
        if (change.value() != null) {
            records.add(change);
            long length = (long) change.rest().length + change.value().length;
            bytes += Integer.BYTES + KeyBlock.RECORD_HEADER + length;
            heapBytes += heapBytes(change);
            checkHeap(heapBytes + bytes, path);
        }
    }

    /**
     * A copy of the block on which a walk stands, to build a new one from.
     *
     * @throws EngineException FULL when that takes too much of the heap
     */
    static byte[] copyOld(TreeWalk walk) {
        checkHeap(2L * walk.valueLength(), walk.file().path());
        return walk.copyValue();
    }

    /** Heap that a change takes. */
    static long heapBytes(Change change) {
        byte[] value = change.value();
        return CHANGE_OVERHEAD + (long) change.rest().length + (value == null ? 0 : value.length);
    }

    /**
     * Checks what is on the heap for one block.
     *
     * @throws EngineException FULL when it is too much
     */
    static void checkHeap(long heapBytes, Path path) {
        if (heapBytes > MOST_HEAP) {
            throw new EngineException(
                    Kind.FULL,
                    "the keys over " + StoredKey.WHOLE_BYTES + " bytes that share their first " + StoredKey.WHOLE_BYTES
                            + " are written together, which would take more than " + MOST_HEAP
                            + " bytes of heap, a quarter of it, for " + path
                            + ": fewer such keys fit, or give Java more heap (-Xmx)");
        }
    }

    private byte @Nullable [] build() {
        if (records.isEmpty()) {
            return null;
        }
        ByteBuffer block = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(records.size());
        int start = Integer.BYTES * (1 + records.size());
        for (Change record : records) {
            byte[] value = value(record);
            block.putInt(start);
            block.putShort(start, (short) record.rest().length);
            block.put(start + KeyBlock.RECORD_HEADER, record.rest());
            block.put(start + KeyBlock.RECORD_HEADER + record.rest().length, value);
            start += KeyBlock.RECORD_HEADER + record.rest().length + value.length;
        }
        return block.array();
    }

    private static byte[] value(Change record) {
        byte[] value = record.value();
        return value == null ? new byte[0] : value;
    }
}
