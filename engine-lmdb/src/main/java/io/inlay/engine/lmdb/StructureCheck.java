package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.Verification.Checked;
import io.inlay.engine.lmdb.MetaPage.TreeRoot;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of a version: kinds of pages, bounds of nodes, order of keys within and between pages, no page used twice or both
 * used and free, blocks of long keys, and counts against those of the meta page. Takes a bit of heap per page of the file.
 */
final class StructureCheck {
    private static final int PAGES_PER_SET = 1 << 20;

    private final Version version;
    private final Runnable checkOpen;
    private final BooleanSupplier stop;
    /** Pages seen, a set for each {@value #PAGES_PER_SET} of them. */
    private final Map<Long, BitSet> used = new HashMap<>();

    private final KeyBlock block;
    private boolean stopped;
    private long branchPages;
    private long leafPages;
    private long overflowPages;
    private long stored;
    private long entries;
    private long bytes;

    /**
     * Makes a check.
     *
     * @param checkOpen throws once the engine is to close; asked now and then
     * @param stop true ends the check; asked now and then
     */
    StructureCheck(Version version, Runnable checkOpen, BooleanSupplier stop) {
        this.version = version;
        this.checkOpen = checkOpen;
        this.stop = stop;
        this.block = new KeyBlock(version.file().path());
    }

    /** Checks all, until done or told to stop. */
    Checked run() {
        check(version.meta().main(), true);
        long userEntries = entries;
        long userBytes = bytes;
        runFree();
        return new Checked(userEntries, userBytes, !stopped, false);
    }

    /** Checks the free pages alone: those that the next commits overwrite. */
    void runFree() {
        use(0, 2);
        check(version.meta().free(), false);
        if (!stopped) {
            checkFreePages();
        }
    }

    private EngineException corrupt(String how) {
        return LmdbFailures.corrupt(version.file().path(), how);
    }

    private void use(long first, long count) {
        for (long page = first; page < first + count; page++) {
            BitSet set = used.computeIfAbsent(page / PAGES_PER_SET, n -> new BitSet());
            int bit = (int) (page % PAGES_PER_SET);
            if (set.get(bit)) {
                throw corrupt("page " + page + " is used twice");
            }
            set.set(bit);
        }
    }

    private void check(TreeRoot tree, boolean ofEntries) {
        if (stopped) {
            return;
        }
        branchPages = 0;
        leafPages = 0;
        overflowPages = 0;
        stored = 0;
        if (!tree.isEmpty()) {
            checkPage(tree, tree.root(), 1, null, null, ofEntries);
        }
        boolean counted = branchPages == tree.branchPages()
                && leafPages == tree.leafPages()
                && overflowPages == tree.overflowPages()
                && stored == tree.entries();
        if (!stopped && !counted) {
            throw corrupt("its meta page counts " + tree + ", but there are " + branchPages + " branch, " + leafPages
                    + " leaf, " + overflowPages + " overflow pages and " + stored + " entries");
        }
    }

    /** Checks a page and all below it, whose keys are at or above the one bound and below the other. */
    private void checkPage(
            TreeRoot tree, long page, int level, byte @Nullable [] from, byte @Nullable [] until, boolean ofEntries) {
        if (stopped) {
            return;
        }
        checkOpen.run();
        if (stop.getAsBoolean()) {
            stopped = true;
            return;
        }
        boolean leaf = level == tree.depth();
        PageView view = new PageView(version.file(), version.meta().lastPage());
        view.load(page, leaf ? PageView.LEAF : PageView.BRANCH);
        use(page, 1);
        byte[][] keys = keys(view, leaf ? 0 : 1);
        if (ofEntries) {
            checkOrder(view, keys, leaf ? 0 : 1, from, until);
        }
        if (leaf) {
            leafPages++;
            checkLeaf(view, keys, ofEntries);
            return;
        }
        branchPages++;
        for (int slot = 0; slot < keys.length; slot++) {
            byte[] low = slot == 0 ? from : keys[slot];
            byte[] high = slot + 1 < keys.length ? keys[slot + 1] : until;
            checkPage(tree, view.child(slot), level + 1, low, high, ofEntries);
        }
    }

    private static byte[][] keys(PageView view, int first) {
        byte[][] keys = new byte[view.count()][];
        Arrays.fill(keys, new byte[0]);
        for (int slot = first; slot < keys.length; slot++) {
            int node = view.node(slot);
            keys[slot] = new byte[view.keyLength(node)];
            view.buffer().get(view.keyAt(node), keys[slot]);
        }
        return keys;
    }

    private static void checkOrder(
            PageView view, byte[][] keys, int first, byte @Nullable [] from, byte @Nullable [] until) {
        byte[] before = null;
        for (int slot = first; slot < keys.length; slot++) {
            boolean ascends = before == null
                    ? from == null || Arrays.compareUnsigned(keys[slot], from) >= 0
                    : Arrays.compareUnsigned(keys[slot], before) > 0;
            if (!ascends || (until != null && Arrays.compareUnsigned(keys[slot], until) >= 0)) {
                throw view.corrupt("key " + slot + " is out of order");
            }
            before = keys[slot];
        }
    }

    private void checkLeaf(PageView view, byte[][] keys, boolean ofEntries) {
        for (int slot = 0; slot < keys.length; slot++) {
            view.findValue(view.node(slot));
            stored++;
            if (view.overflowCount() > 0) {
                use(view.overflowFirst(), view.overflowCount());
                overflowPages += view.overflowCount();
            }
            if (ofEntries) {
                checkEntry(view, keys[slot]);
            }
        }
    }

    private void checkEntry(PageView view, byte[] key) {
        if (key.length == 0
                || key[0] > StoredKey.USER
                || key[0] < StoredKey.OWN
                || key.length > StoredKey.BLOCK_KEY_BYTES) {
            throw view.corrupt("a key is not of this engine");
        }
        if (key[0] == StoredKey.OWN) {
            return;
        }
        if (!StoredKey.isBlock(key.length)) {
            entries++;
            bytes += key.length - 1 + view.valueLength();
            return;
        }
        block.open(view);
        byte[] before = {};
        for (int i = 0; i < block.count(); i++) {
            block.select(i);
            byte[] rest = new byte[block.restLength()];
            block.buffer().get(block.restAt(), rest);
            if (Arrays.compareUnsigned(before, rest) >= 0) {
                throw view.corrupt("a block of long keys is out of order");
            }
            before = rest;
            entries++;
            bytes += StoredKey.WHOLE_BYTES + rest.length + block.valueLength();
        }
    }

    /** No free page may be used, and none be listed twice. */
    private void checkFreePages() {
        MetaPage meta = version.meta();
        TreeWalk walk = new TreeWalk(version.file(), meta.free(), meta.lastPage(), false);
        for (boolean on = walk.first(); on; on = walk.next()) {
            PageView list = walk.value();
            ByteBuffer buffer = list.valueBuffer();
            int count = FreePages.count(list);
            for (int i = 1; i <= count; i++) {
                long page = buffer.getLong(list.valueAt() + i * Long.BYTES);
                if (page <= 1 || page > meta.lastPage()) {
                    throw list.corrupt("a list of free pages names page " + page);
                }
                use(page, 1);
            }
        }
    }
}
