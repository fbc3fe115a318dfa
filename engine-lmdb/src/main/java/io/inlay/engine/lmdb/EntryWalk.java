package io.inlay.engine.lmdb;

import java.nio.ByteBuffer;

/**
 * A position among the user's entries of one version: a {@link TreeWalk} on which blocks of long keys are opened up into
 * their records. For one thread.
 */
final class EntryWalk {
    private final TreeWalk tree;
    private final KeyBlock block;
    private boolean inBlock;
    private int record;

    EntryWalk(TreeWalk tree) {
        this.tree = tree;
        this.block = new KeyBlock(tree.file().path());
    }

    TreeWalk tree() {
        return tree;
    }

    boolean first() {
        return tree.ceiling(StoredKey.USER_START) && land(true);
    }

    boolean last() {
        boolean found = tree.ceiling(StoredKey.USER_END) ? tree.previous() : tree.last();
        return found && land(false);
    }

    /** Moves to the first entry at or above a user key; false where there is none. */
    boolean ceiling(byte[] key) {
        byte[] stored = StoredKey.of(key);
        if (!tree.ceiling(stored)) {
            return false;
        }
        if (StoredKey.isLong(key) && tree.compareKey(stored) == 0) {
            openBlock();
            int found = block.ceiling(key);
            if (found < block.count()) {
                return select(found);
            }
            return tree.next() && land(true);
        }
        return land(true);
    }

    /** Moves to the last entry below a user key; false where there is none. */
    boolean lower(byte[] key) {
        return ceiling(key) ? previous() : last();
    }

    /** Moves to the last entry at or below a user key; false where there is none. */
    boolean floor(byte[] key) {
        if (!ceiling(key)) {
            return last();
        }
        return compareKey(key) == 0 || previous();
    }

    boolean next() {
        if (inBlock && record + 1 < block.count()) {
            return select(record + 1);
        }
        return tree.next() && land(true);
    }

    boolean previous() {
        if (inBlock && record > 0) {
            return select(record - 1);
        }
        return tree.previous() && land(false);
    }

    /** Takes the stored entry that the tree stands on for a user's one: its first or its last record, where it is a block. */
    private boolean land(boolean first) {
        int length = tree.keyLength();
        if (length == 0 || tree.keyBuffer().get(tree.keyAt()) != StoredKey.USER) {
            return false;
        }
        inBlock = StoredKey.isBlock(length);
        if (inBlock) {
            openBlock();
            return select(first ? 0 : block.count() - 1);
        }
        return true;
    }

    private void openBlock() {
        inBlock = true;
        block.open(tree.value());
    }

    private boolean select(int index) {
        record = index;
        block.select(index);
        return true;
    }

    /** Whether the current entry is a record of a block. */
    boolean isInBlock() {
        return inBlock;
    }

    /** The block of the current entry, with its record selected. */
    KeyBlock block() {
        return block;
    }

    /** Compares the current key with another. */
    int compareKey(byte[] key) {
        if (!inBlock) {
            return PageView.compare(tree.keyBuffer(), tree.keyAt() + 1, tree.keyLength() - 1, key, 0, key.length);
        }
        int shared = PageView.compare(
                tree.keyBuffer(),
                tree.keyAt() + 1,
                StoredKey.WHOLE_BYTES,
                key,
                0,
                Math.min(key.length, StoredKey.WHOLE_BYTES));
        if (shared != 0) {
            return shared;
        }
        return StoredKey.isLong(key) ? block.compareRest(key) : 1;
    }

    int keyLength() {
        return inBlock ? StoredKey.WHOLE_BYTES + block.restLength() : tree.keyLength() - 1;
    }

    /** Length of the current value, which is not looked for. */
    int valueLength() {
        return inBlock ? block.valueLength() : tree.valueLength();
    }

    /** Copies the current key. */
    void copyKey(byte[] into) {
        ByteBuffer buffer = tree.keyBuffer();
        if (inBlock) {
            buffer.get(tree.keyAt() + 1, into, 0, StoredKey.WHOLE_BYTES);
            block.buffer().get(block.restAt(), into, StoredKey.WHOLE_BYTES, block.restLength());
        } else {
            buffer.get(tree.keyAt() + 1, into, 0, tree.keyLength() - 1);
        }
    }

    /** A copy of the current value. */
    byte[] copyValue() {
        if (!inBlock) {
            return tree.copyValue();
        }
        byte[] copy = new byte[block.valueLength()];
        block.buffer().get(block.valueAt(), copy);
        return copy;
    }
}
