package io.inlay.engine.lmdb;

import com.kenai.jffi.MemoryIO;
import java.util.function.IntToLongFunction;

/**
 * Lets the heap of the C library grow by many pages at once. LMDB allocates every page that it copies by itself, and glibc
 * lengthens the heap of a thread, unless it shares the process's first one, by one page and one {@code mprotect} at a time. A block
 * that is taken and given back at once lengthens it by as much, and the next pages are taken from there. Nothing depends on it, so
 * other C libraries may place memory as they like. For the writer's thread, which is the one that allocates pages.
 */
final class HeapRoom {
    /** Less than what glibc maps by itself or gives back to the system, from 128 KiB on. */
    private static final int BLOCK_BYTES = 112 << 10;

    private static final int PAGE_BYTES = 4 << 10;

    /** Calls between two looks at where the next page will lie. */
    private static final int CALLS = 8;

    /** What those calls are taken to need: a page each, and what the C library adds to it. */
    private static final int RESERVE_BYTES = CALLS * (PAGE_BYTES + 16);

    private final IntToLongFunction heap;
    private long block;
    private int calls;

    /** For the C library's heap. */
    HeapRoom() {
        this(HeapRoom::takeAndGiveBack);
    }

    /**
     * For a heap.
     *
     * @param heap takes a number of bytes and gives them back at once; tells where they were, 0 where there were none
     */
    HeapRoom(IntToLongFunction heap) {
        this.heap = heap;
    }

    private static long takeAndGiveBack(int bytes) {
        MemoryIO memory = MemoryIO.getInstance();
        long address = memory.allocateMemory(bytes, false);
        if (address != 0) {
            memory.freeMemory(address);
        }
        return address;
    }

    /** Makes room where there is little left; before each call for which LMDB may allocate pages. */
    void beforePages() {
        if (calls++ % CALLS == 0) {
            long used = heap.applyAsLong(PAGE_BYTES) - block;
            if (used < 0 || used > BLOCK_BYTES - RESERVE_BYTES) {
                block = heap.applyAsLong(BLOCK_BYTES);
            }
        }
    }
}
