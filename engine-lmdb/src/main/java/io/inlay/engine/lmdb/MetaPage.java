package io.inlay.engine.lmdb;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What one of the two meta pages says: the state of the store after one transaction. Layout of LMDB 0.9, on-disk format 1,
 * 64-bit little-endian.
 *
 * @param pageSize bytes per page
 * @param free the tree of free pages
 * @param main the tree of entries
 * @param lastPage greatest page number in use
 * @param txnId the transaction
 */
record MetaPage(int pageSize, TreeRoot free, TreeRoot main, long lastPage, long txnId) {
    /** Bytes of page header and meta data. */
    static final int BYTES = 152;

    static final int MAGIC = 0xBEEFC0DE;
    static final int FORMAT = 1;
    static final int META_PAGE_FLAG = 8;

    private static final int FLAGS_AT = 10;
    private static final int MAGIC_AT = 16;
    private static final int FORMAT_AT = 20;
    private static final int FREE_AT = 40;
    private static final int MAIN_AT = 88;
    private static final int LAST_PAGE_AT = 136;
    private static final int TXN_AT = 144;
    private static final int DEEPEST = 32;
    private static final int LEAST_PAGE = 512;
    private static final int MOST_PAGE = 65536;

    /** Says whether the bytes at a position bear the mark of LMDB, whatever the format version. */
    static boolean isMarked(ByteBuffer bytes, int at) {
        return bytes.getInt(at + MAGIC_AT) == MAGIC;
    }

    static int format(ByteBuffer bytes, int at) {
        return bytes.getInt(at + FORMAT_AT);
    }

    /**
     * Reads a meta page.
     *
     * @param bytes little-endian, {@link #BYTES} of them from {@code at}
     * @throws io.inlay.engine.EngineException CORRUPT
     */
    static MetaPage read(ByteBuffer bytes, int at, Path path) {
        MetaPage meta = new MetaPage(
                bytes.getInt(at + FREE_AT),
                TreeRoot.read(bytes, at + FREE_AT),
                TreeRoot.read(bytes, at + MAIN_AT),
                bytes.getLong(at + LAST_PAGE_AT),
                bytes.getLong(at + TXN_AT));
        boolean sound = (bytes.getShort(at + FLAGS_AT) & META_PAGE_FLAG) != 0
                && isMarked(bytes, at)
                && format(bytes, at) == FORMAT
                && meta.pageSize >= LEAST_PAGE
                && meta.pageSize <= MOST_PAGE
                && Integer.bitCount(meta.pageSize) == 1
                && meta.lastPage >= 1
                && meta.lastPage < Long.MAX_VALUE / MOST_PAGE
                && meta.free.isSound(meta.lastPage)
                && meta.main.isSound(meta.lastPage)
                && meta.main.flags() == 0;
        if (!sound) {
            throw LmdbFailures.corrupt(path, "a meta page is wrong");
        }
        return meta;
    }

    /**
     * One tree as a meta page describes it.
     *
     * @param depth levels, 0 when empty
     * @param root page number of the root, or {@link #NONE}
     */
    record TreeRoot(
            int flags, int depth, long branchPages, long leafPages, long overflowPages, long entries, long root) {
        /** Root of an empty tree. */
        static final long NONE = -1;

        static TreeRoot read(ByteBuffer bytes, int at) {
            return new TreeRoot(
                    bytes.getShort(at + 4) & 0xffff,
                    bytes.getShort(at + 6) & 0xffff,
                    bytes.getLong(at + 8),
                    bytes.getLong(at + 16),
                    bytes.getLong(at + 24),
                    bytes.getLong(at + 32),
                    bytes.getLong(at + 40));
        }

        boolean isEmpty() {
            return root == NONE;
        }

        boolean isSound(long lastPage) {
            return isEmpty()
                    ? depth == 0 && entries == 0
                    : depth > 0 && depth <= DEEPEST && root > 1 && root <= lastPage && entries > 0;
        }
    }
}
