package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.Keys;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run seen as stored entries: keys that belong into one block come as one. For one thread. */
final class StoredRun implements AutoCloseable {
    private final RunSource source;
    private final Path store;
    private final List<Change> changes = new ArrayList<>();
    private byte[] key = new byte[StoredKey.BLOCK_KEY_BYTES];
    private byte[] before = new byte[StoredKey.BLOCK_KEY_BYTES];
    private int keyLength;
    private boolean ahead;
    private long changesHeap;

    /**
     * Makes a run that stands before its first entry.
     *
     * @param store the data file for which it is read, for messages
     */
    StoredRun(RunSource source, Path store) {
        this.source = source;
        this.store = store;
    }

    /** Moves to the next stored entry; false after the last one. */
    boolean next() {
        changes.clear();
        if (!ahead && !source.next()) {
            return false;
        }
        ahead = false;
        takeKey(source.key());
        if (isBlock()) {
            changesHeap = 0;
            do {
                addChange();
                ahead = source.next();
            } while (ahead && belongsToBlock(source.key()));
        }
        return true;
    }

    private void takeKey(ByteBuffer whole) {
        byte[] taken = before;
        int length = StoredKey.storedLength(whole.remaining());
        taken[length - 1] = 0;
        taken[0] = StoredKey.USER;
        whole.get(whole.position(), taken, 1, Math.min(whole.remaining(), StoredKey.WHOLE_BYTES));
        if (keyLength > 0 && Arrays.compareUnsigned(key, 0, keyLength, taken, 0, length) >= 0) {
            throw notAscending();
        }
        before = key;
        key = taken;
        keyLength = length;
    }

    private EngineException notAscending() {
        return LmdbFailures.corrupt(source.path(), "its keys do not ascend");
    }

    private void addChange() {
        Change next = change();
        if (!changes.isEmpty()
                && Arrays.compareUnsigned(changes.get(changes.size() - 1).rest(), next.rest()) >= 0) {
            throw notAscending();
        }
        changes.add(next);
        changesHeap += KeyBlockMerge.heapBytes(next);
        KeyBlockMerge.checkHeap(changesHeap, store);
    }

    private Change change() {
        ByteBuffer whole = source.key();
        byte[] rest = new byte[whole.remaining() - StoredKey.WHOLE_BYTES];
        whole.get(whole.position() + StoredKey.WHOLE_BYTES, rest);
        byte @Nullable [] value = source.isDelete() ? null : Keys.copy(source.value());
        return new Change(rest, value);
    }

    private boolean belongsToBlock(ByteBuffer next) {
        if (next.remaining() <= StoredKey.WHOLE_BYTES) {
            return false;
        }
        for (int i = 0; i < StoredKey.WHOLE_BYTES; i++) {
            if (next.get(next.position() + i) != key[i + 1]) {
                return false;
            }
        }
        return true;
    }

    /** The current stored key: the first {@link #keyLength} bytes of an array that the next move changes. */
    byte[] key() {
        return key;
    }

    /** A copy of the current stored key. */
    byte[] copyKey() {
        return Arrays.copyOf(key, keyLength);
    }

    /** Length of the current stored key. */
    int keyLength() {
        return keyLength;
    }

    boolean isBlock() {
        return StoredKey.isBlock(keyLength);
    }

    /** What becomes of the keys of the current block. */
    List<Change> changes() {
        return changes;
    }

    /** Whether the current entry, which is no block, is to be deleted. */
    boolean isDelete() {
        return source.isDelete();
    }

    /** The value of the current entry, which is no block. */
    ByteBuffer value() {
        return source.value();
    }

    @Override
    public void close() {
        source.close();
    }
}
