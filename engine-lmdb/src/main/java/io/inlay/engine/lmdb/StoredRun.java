package io.inlay.engine.lmdb;

import io.inlay.engine.Keys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run seen as stored entries: keys that belong into one block come as one. For one thread. */
final class StoredRun implements AutoCloseable {
    private static final byte[] NOWHERE = {};

    private final RunSource source;
    private final List<Change> changes = new ArrayList<>();
    private byte[] key = NOWHERE;
    private boolean ahead;

    StoredRun(RunSource source) {
        this.source = source;
    }

    /** Moves to the next stored entry; false after the last one. */
    boolean next() {
        changes.clear();
        if (!ahead && !source.next()) {
            return false;
        }
        ahead = false;
        key = storedKey(source.key());
        if (isBlock()) {
            do {
                changes.add(change());
                ahead = source.next();
            } while (ahead && belongsToBlock(source.key()));
        }
        return true;
    }

    private static byte[] storedKey(ByteBuffer key) {
        byte[] stored = new byte[StoredKey.storedLength(key.remaining())];
        stored[0] = StoredKey.USER;
        key.get(key.position(), stored, 1, Math.min(key.remaining(), StoredKey.WHOLE_BYTES));
        return stored;
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

    /** The current stored key. */
    byte[] key() {
        return key;
    }

    boolean isBlock() {
        return StoredKey.isBlock(key.length);
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
