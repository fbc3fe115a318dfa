package io.inlay.engine.lmdb;

import java.nio.ByteBuffer;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.GetOp;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * Owner of a native write transaction and of its one cursor. All its calls are made on the thread that began it. It is
 * written to only; what is stored is read through the mapped file, as the version on which it began.
 */
final class LmdbTransaction implements AutoCloseable {
    private static final PutFlags[] PLAIN = {};
    private static final PutFlags[] APPEND = {PutFlags.MDB_APPEND};
    private static final int COPY_BYTES = 64 << 10;
    private static final int MOST_KEY = 512;

    private final Txn<NativeSlice> txn;
    private final Dbi<NativeSlice> dbi;
    private final Cursor<NativeSlice> cursor;
    private final Thread thread = Thread.currentThread();
    private final Memory memory;
    private final NativeSlice key = new NativeSlice();
    private final NativeSlice value = new NativeSlice();
    private @Nullable Pointer leaf;
    private @Nullable TreeWalk leafOwner;
    private int leafNumber;
    private long moves;
    private boolean changed;
    private boolean cursorOpen = true;

    /** Memory through which keys and values are passed; for one transaction after another. */
    static final class Memory {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(MOST_KEY + COPY_BYTES);
        private final long address =
                Pointer.wrap(Runtime.getSystemRuntime(), buffer).address();
        private final byte[] part = new byte[COPY_BYTES];
        private final HeapRoom room = new HeapRoom();
    }

    /** Takes over a write transaction that has just begun on this thread. */
    LmdbTransaction(Txn<NativeSlice> txn, Dbi<NativeSlice> dbi, Memory memory) {
        this.txn = txn;
        this.dbi = dbi;
        this.memory = memory;
        try {
            this.cursor = dbi.openCursor(txn);
        } catch (RuntimeException e) {
            txn.close();
            throw e;
        }
    }

    /** The id that a commit will give to the store's state. */
    long id() {
        return txn.getId();
    }

    /** Whether anything was written. */
    boolean isChanged() {
        return changed;
    }

    /**
     * Sets the value of a stored key. After a failure the transaction can only be closed.
     *
     * @param append whether the key is above all that is stored
     */
    void put(byte[] storedKey, ByteBuffer content, boolean append) {
        put(storedKey, storedKey.length, content, append);
    }

    /** As {@link #put(byte[], ByteBuffer, boolean)}, with a key that is the first bytes of an array. */
    void put(byte[] storedKey, int keyLength, ByteBuffer content, boolean append) {
        checkThread();
        key(storedKey, keyLength);
        moved();
        PutFlags[] flags = append ? APPEND : PLAIN;
        int length = content.remaining();
        if (length <= COPY_BYTES) {
            memory.buffer.put(MOST_KEY, content, content.position(), length);
            cursor.put(key, value.set(memory.address + MOST_KEY, length), flags);
        } else {
            fill(cursor.reserve(key, length, flags), content);
        }
    }

    /** How many calls may have moved entries within pages or between them: all that write but {@link #overwrite}. */
    long moves() {
        return moves;
    }

    private void moved() {
        memory.room.beforePages();
        changed = true;
        moves++;
        leaf = null;
    }

    /**
     * Gives the entry on which a walk over the version before stands another value of the same length. Only where that value
     * lies in its leaf, and where this transaction has moved no entry at all: then entries lie in the copy of the leaf that
     * LMDB makes for the first of these calls as they do in the leaf, and the next ones for the same leaf write there
     * without calling LMDB, which would copy the bytes to the same place. Any other call for writing ends that, as the
     * memory may be given back.
     *
     * @param valueOffset where the value lies in its page
     */
    void overwrite(TreeWalk old, int valueOffset, byte[] storedKey, int keyLength, ByteBuffer content) {
        checkThread();
        int length = content.remaining();
        Pointer page = leaf;
        if (page == null || leafNumber != old.leafLoads() || !old.equals(leafOwner)) {
            key(storedKey, keyLength);
            changed = true;
            page = ownLeaf(old, valueOffset, length);
        }
        content.get(content.position(), memory.part, 0, length);
        page.put(valueOffset, memory.part, 0, length);
    }

    private Pointer ownLeaf(TreeWalk old, int valueOffset, int length) {
        leaf = null;
        memory.room.beforePages();
        long address = cursor.reserve(key, length, PLAIN).address() - valueOffset;
        Pointer page = Runtime.getSystemRuntime()
                .getMemoryManager()
                .newPointer(address, old.file().pageSize());
        if (old.isLaidOutLike(page)) {
            leaf = page;
            leafOwner = old;
            leafNumber = old.leafLoads();
        }
        return page;
    }

    /** Copies a long value to where LMDB has made room for it. */
    private void fill(NativeSlice room, ByteBuffer content) {
        Pointer target = Runtime.getSystemRuntime().getMemoryManager().newPointer(room.address(), room.length());
        byte[] part = memory.part;
        int length = content.remaining();
        for (int done = 0; done < length; done += part.length) {
            int bytes = Math.min(part.length, length - done);
            content.get(content.position() + done, part, 0, bytes);
            target.put(done, part, 0, bytes);
        }
    }

    /** Removes a stored key; false when it is absent. */
    boolean delete(byte[] storedKey) {
        return delete(storedKey, storedKey.length);
    }

    /** As {@link #delete(byte[])}, with a key that is the first bytes of an array. */
    boolean delete(byte[] storedKey, int keyLength) {
        checkThread();
        key(storedKey, keyLength);
        return deleteKey();
    }

    /** Removes the entry on which a walk over the version before stands, unless it was removed already. */
    boolean delete(TreeWalk walk) {
        checkThread();
        memory.buffer.put(0, walk.keyBuffer(), walk.keyAt(), walk.keyLength());
        key.set(memory.address, walk.keyLength());
        return deleteKey();
    }

    private boolean deleteKey() {
        leaf = null;
        if (!cursor.get(key, GetOp.MDB_SET)) {
            return false;
        }
        moved();
        cursor.delete(PLAIN);
        return true;
    }

    /** Removes everything, the engine's own records too. */
    void clear() {
        checkThread();
        moved();
        dbi.drop(txn, false);
    }

    private void key(byte[] storedKey, int length) {
        memory.buffer.put(0, storedKey, 0, length);
        key.set(memory.address, length);
    }

    /** Commits; after a failure the transaction is aborted, unless it is unknown whether it took effect. */
    void commit() {
        checkThread();
        closeCursor();
        txn.commit();
    }

    private void closeCursor() {
        if (cursorOpen) {
            cursorOpen = false;
            cursor.close();
        }
    }

    /** LMDB's write lock belongs to a thread: released by another one it would stay locked for ever. */
    private void checkThread() {
        if (!thread.equals(Thread.currentThread())) {
            throw new IllegalStateException("a write transaction belongs to " + thread);
        }
    }

    /** Aborts, unless committed. */
    @Override
    public void close() {
        checkThread();
        try {
            closeCursor();
        } finally {
            txn.close();
        }
    }
}
