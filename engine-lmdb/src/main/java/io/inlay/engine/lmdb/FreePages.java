package io.inlay.engine.lmdb;

import java.nio.ByteBuffer;

/**
 * LMDB's list of free pages: a tree from the transaction that freed them to a count and that many page numbers, eight bytes
 * each.
 */
final class FreePages {
    private FreePages() {}

    /** Counts free pages whose number is not below {@code least}. */
    static long count(Version version, long least) {
        MetaPage meta = version.meta();
        TreeWalk walk = new TreeWalk(version.file(), meta.free(), meta.lastPage(), false);
        long lists = 0;
        long found = 0;
        for (boolean on = walk.first(); on; on = walk.next()) {
            PageView list = walk.value();
            ByteBuffer buffer = list.valueBuffer();
            int count = count(list);
            if (++lists > meta.free().entries()) {
                throw list.corrupt("there are too many lists of free pages");
            }
            for (int i = 1; i <= count; i++) {
                if (buffer.getLong(list.valueAt() + i * Long.BYTES) >= least) {
                    found++;
                }
            }
        }
        return found;
    }

    /** Number of page numbers in a list that a page view has found. */
    static int count(PageView list) {
        long count = list.valueLength() < Long.BYTES ? -1 : list.valueBuffer().getLong(list.valueAt());
        if (count < 0 || count > list.valueLength() / Long.BYTES - 1) {
            throw list.corrupt("a list of free pages is wrong");
        }
        return (int) count;
    }
}
