package io.inlay.engine.lmdb;

import io.inlay.engine.support.CallGate;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The state of the store after one transaction. Whoever reads it is inside its gate; as long as somebody is, its pages stay
 * as they are. Safe for many threads.
 */
final class Version {
    private final PageFile file;
    private final MetaPage meta;
    private final @Nullable LmdbPin pin;
    private final CallGate gate = new CallGate("version");

    /**
     * Makes a version that can be read.
     *
     * @param pin keeps its pages; null where nobody writes
     */
    Version(PageFile file, MetaPage meta, @Nullable LmdbPin pin) {
        this.file = file;
        this.meta = meta;
        this.pin = pin;
    }

    PageFile file() {
        return file;
    }

    MetaPage meta() {
        return meta;
    }

    CallGate gate() {
        return gate;
    }

    @Nullable LmdbPin pin() {
        return pin;
    }

    /** A walk over all stored entries. */
    TreeWalk walk() {
        return new TreeWalk(file, meta.main(), meta.lastPage(), true);
    }

    /** A walk over the user's entries. */
    EntryWalk entries() {
        return new EntryWalk(walk());
    }

    /** A copy of the value of a user key, or null. */
    byte @Nullable [] get(byte[] key) {
        byte[] stored = StoredKey.of(key);
        PageView leaf = new PageView(file, meta.lastPage());
        if (!find(stored, leaf)) {
            return null;
        }
        ByteBuffer buffer = leaf.valueBuffer();
        if (!StoredKey.isLong(key)) {
            return copy(buffer, leaf.valueAt(), leaf.valueLength());
        }
        KeyBlock block = new KeyBlock(file.path());
        block.open(leaf);
        int found = block.ceiling(key);
        if (found == block.count()) {
            return null;
        }
        block.select(found);
        return block.compareRest(key) == 0 ? copy(buffer, block.valueAt(), block.valueLength()) : null;
    }

    private static byte[] copy(ByteBuffer buffer, int at, int length) {
        byte[] value = new byte[length];
        buffer.get(at, value);
        return value;
    }

    /** Finds a stored key; its value then lies in the view's value buffer. */
    private boolean find(byte[] stored, PageView view) {
        if (meta.main().isEmpty()) {
            return false;
        }
        KeySearch search = new KeySearch(stored);
        long page = meta.main().root();
        for (int level = 1; level < meta.main().depth(); level++) {
            view.load(page, PageView.BRANCH);
            page = view.child(view.searchBranch(search));
        }
        view.load(page, PageView.LEAF);
        int slot = view.searchLeaf(search);
        if (slot == view.count() || view.compare(slot, stored) != 0) {
            return false;
        }
        view.findValue(view.node(slot));
        return true;
    }

    /** A copy of what lies under a stored key, or null. */
    byte @Nullable [] stored(byte[] storedKey) {
        PageView leaf = new PageView(file, meta.lastPage());
        return find(storedKey, leaf) ? copy(leaf.valueBuffer(), leaf.valueAt(), leaf.valueLength()) : null;
    }
}
