package io.inlay.engine.lmdb;

import java.nio.ByteBuffer;

/** Lends the key and the value of the entry on which a walk stands: where they lie in the mapped file, or put together. For one thread. */
final class EntryBytes {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final EntryWalk walk;
    private final LentBytes key = new LentBytes();
    private final LentBytes value = new LentBytes();
    private ByteBuffer longKey = NOTHING;

    EntryBytes(EntryWalk walk) {
        this.walk = walk;
    }

    ByteBuffer key() {
        if (!walk.isInBlock()) {
            TreeWalk tree = walk.tree();
            return key.lend(tree.keyBuffer(), tree.keyAt() + 1, tree.keyLength() - 1);
        }
        int length = walk.keyLength();
        if (longKey.capacity() < length) {
            longKey = ByteBuffer.allocate(Math.max(length, 2 * longKey.capacity()));
        }
        walk.copyKey(longKey.array());
        return key.lend(longKey, 0, length);
    }

    ByteBuffer value() {
        if (walk.isInBlock()) {
            KeyBlock block = walk.block();
            return value.lend(block.buffer(), block.valueAt(), block.valueLength());
        }
        PageView found = walk.tree().value();
        return value.lend(found.valueBuffer(), found.valueAt(), found.valueLength());
    }

    /** The key of a stretch's current entry, on which the walk need not stand. */
    ByteBuffer key(LeafStretch stretch) {
        int at = stretch.keyAt();
        return key.lend(stretch.buffer(), at, stretch.valueAt() - at);
    }

    /** The value of a stretch's current entry, on which the walk need not stand. */
    ByteBuffer value(LeafStretch stretch) {
        int at = stretch.valueAt();
        return value.lend(stretch.buffer(), at, stretch.valueEnd() - at);
    }
}
