package io.inlay.engine.lmdb;

import io.inlay.engine.lmdb.MetaPage.TreeRoot;
import java.util.ArrayList;
import java.util.List;

/**
 * Which share of a tree lies before a key. The upper levels are read whole as long as they are small, so that unequally
 * filled branches do not mislead; further down only the pages on the way to the key are read. For one thread.
 */
final class TreeShare {
    private static final int MOST_PAGES = 1024;

    private final TreeRoot tree;
    private final PageView view;
    /** For each level read whole: of each of its pages, how many pages of the next level come before its children. */
    private final List<int[]> childrenBefore = new ArrayList<>();

    /** Pages of the level below those read whole. */
    private int width = 1;

    TreeShare(Version version) {
        this.tree = version.meta().main();
        this.view = new PageView(version.file(), version.meta().lastPage());
        long[] pages = {tree.root()};
        for (int level = 0; level + 1 < tree.depth() && pages.length <= MOST_PAGES; level++) {
            pages = children(pages);
        }
    }

    private long[] children(long[] pages) {
        int[] before = new int[pages.length];
        List<Long> children = new ArrayList<>();
        for (int i = 0; i < pages.length; i++) {
            before[i] = children.size();
            view.load(pages[i], PageView.BRANCH);
            for (int slot = 0; slot < view.count(); slot++) {
                children.add(view.child(slot));
            }
        }
        childrenBefore.add(before);
        width = children.size();
        return children.stream().mapToLong(Long::longValue).toArray();
    }

    /** The share of the tree, from 0 to 1, that lies before a stored key. */
    double before(byte[] key) {
        KeySearch search = new KeySearch(key);
        long page = tree.root();
        int index = 0;
        double share = 0;
        double unit = 1;
        for (int level = 0; level < tree.depth(); level++) {
            boolean leaf = level == tree.depth() - 1;
            view.load(page, leaf ? PageView.LEAF : PageView.BRANCH);
            int slot = leaf ? view.searchLeaf(search) : view.searchBranch(search);
            if (level < childrenBefore.size()) {
                index = childrenBefore.get(level)[index] + slot;
            } else {
                unit /= view.count();
                share += slot * unit;
            }
            if (!leaf) {
                page = view.child(slot);
            }
        }
        return (index + share) / width;
    }
}
