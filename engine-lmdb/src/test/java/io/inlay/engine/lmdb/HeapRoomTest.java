package io.inlay.engine.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a heap that is lengthened by no more than it needs is lengthened while pages are taken from it. */
class HeapRoomTest {
    private static final int PAGE = 4112;
    private static final int PAGES = 10_000;

    /** Memory below {@code end} can be used, that below {@code top} is. */
    private static final class Heap {
        private long top = 1 << 20;
        private long end = top;
        private int lengthened;

        private long takeAndGiveBack(int bytes) {
            if (top + bytes > end) {
                end = top + bytes;
                lengthened++;
            }
            return top;
        }

        private void take(int bytes) {
            top = takeAndGiveBack(bytes) + bytes;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void a_heap_is_lengthened_by_many_pages(int callsForAPage) {
        Heap heap = new Heap();
        HeapRoom room = new HeapRoom(heap::takeAndGiveBack);
        for (int page = 0; page < PAGES; page++) {
            for (int call = 0; call < callsForAPage; call++) {
                room.beforePages();
            }
            heap.take(PAGE);
        }
        assertThat(heap.lengthened).isBetween(1, PAGES / 16);
    }

    @Test
    void a_heap_that_goes_on_elsewhere_is_lengthened_there() {
        Heap heap = new Heap();
        HeapRoom room = new HeapRoom(heap::takeAndGiveBack);
        for (int page = 0; page < PAGES; page++) {
            if (page % 1_000 == 999) {
                heap.top = heap.top + (page % 2_000 == 999 ? 1 << 30 : -(1 << 20));
                heap.end = heap.top;
            }
            room.beforePages();
            heap.take(PAGE);
        }
        assertThat(heap.lengthened).isBetween(1, PAGES / 16);
    }

    @Test
    void a_heap_without_memory_is_left_alone() {
        HeapRoom room = new HeapRoom(bytes -> 0);
        for (int call = 0; call < 100; call++) {
            room.beforePages();
        }
        new HeapRoom().beforePages();
    }
}
