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
            long count = list.valueLength() < Long.BYTES ? -1 : buffer.getLong(list.valueAt());
            if (++lists > meta.free().entries() || count < 0 || count > list.valueLength() / Long.BYTES - 1) {
                throw list.corrupt("a list of free pages is wrong");
            }
            for (int i = 1; i <= count; i++) {
                if (buffer.getLong(list.valueAt() + i * Long.BYTES) >= least) {
                    found++;
                }
            }
        }
        return found;
    }
}
