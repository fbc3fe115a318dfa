package io.inlay.compactor.merge;

import io.inlay.sync.key.Bucket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which source won each key that several sources hold, by 128-bit hashes of the keys. Open addressing with linear probing; in
 * heap first, in a mapped file when that is used up. Filled by one thread, read by many afterwards.
 */
final class ContestedKeys {
    /** Bytes of a slot: the two halves of the hash, then the position and one; 0 means that the slot is free. */
    private static final int SLOT_BYTES = 2 * Long.BYTES + Integer.BYTES;

    private static final int POSITION = 2 * Long.BYTES;
    private static final int LEAST_SLOTS = 1 << 10;
    private static final int SEGMENT_SHIFT = 25;
    private static final int SEGMENT_SLOTS = 1 << SEGMENT_SHIFT;

    private final AtomicInteger heapLeft;
    private final Path directory;
    private final Bucket bucket;
    private ByteBuffer[] segments = {};
    private long slots;
    private long size;
    private boolean inHeap = true;
    private int files;

    /**
     * @param heapLeft how many keys may still be noted in heap, by all tables together
     * @param directory where files are put
     * @param bucket whose keys they are
     */
    ContestedKeys(AtomicInteger heapLeft, Path directory, Bucket bucket) {
        this.heapLeft = heapLeft;
        this.directory = directory;
        this.bucket = bucket;
    }

    /** Number of keys. */
    long size() {
        return size;
    }

    /** Notes the winner of a key, in place of what was noted before. */
    void put(long first, long second, int position) {
        makeRoom();
        long slot = find(first, second);
        ByteBuffer segment = segment(slot);
        int at = offset(slot);
        if (segment.getInt(at + POSITION) == 0) {
            segment.putLong(at, first).putLong(at + Long.BYTES, second);
            size++;
            if (inHeap && heapLeft.decrementAndGet() < 0) {
                segment.putInt(at + POSITION, position + 1);
                moveToFile();
                return;
            }
        }
        segment.putInt(at + POSITION, position + 1);
    }

    /** Whether another source than the one at this position won the key. */
    boolean isLost(long first, long second, int position) {
        if (size == 0) {
            return false;
        }
        long slot = find(first, second);
        int winner = segment(slot).getInt(offset(slot) + POSITION);
        return winner != 0 && winner != position + 1;
    }

    /** The slot of the key, or the free one where it belongs. */
    private long find(long first, long second) {
        long slot = first & (slots - 1);
        while (true) {
            ByteBuffer segment = segment(slot);
            int at = offset(slot);
            boolean free = segment.getInt(at + POSITION) == 0;
            if (free || (segment.getLong(at) == first && segment.getLong(at + Long.BYTES) == second)) {
                return slot;
            }
            slot = (slot + 1) & (slots - 1);
        }
    }

    private ByteBuffer segment(long slot) {
        return segments[(int) (slot >>> SEGMENT_SHIFT)];
    }

    private static int offset(long slot) {
        return (int) (slot & (SEGMENT_SLOTS - 1)) * SLOT_BYTES;
    }

    private void makeRoom() {
        if ((size + 1) * 4 > slots * 3) {
            resize(Math.max(LEAST_SLOTS, 2 * slots));
        }
    }

    private void moveToFile() {
        inHeap = false;
        heapLeft.addAndGet((int) size);
        resize(slots);
    }

    private void resize(long newSlots) {
        ByteBuffer[] old = segments;
        long oldSlots = slots;
        segments =
                inHeap ? heap(newSlots) : MappedScratch.map(newFile(), newSlots * SLOT_BYTES, segmentBytes(newSlots));
        slots = newSlots;
        for (long slot = 0; slot < oldSlots; slot++) {
            ByteBuffer from = old[(int) (slot >>> SEGMENT_SHIFT)];
            int at = offset(slot);
            int winner = from.getInt(at + POSITION);
            if (winner != 0) {
                long first = from.getLong(at);
                long second = from.getLong(at + Long.BYTES);
                long free = find(first, second);
                segment(free)
                        .putLong(offset(free), first)
                        .putLong(offset(free) + Long.BYTES, second)
                        .putInt(offset(free) + POSITION, winner);
            }
        }
    }

    private static ByteBuffer[] heap(long slots) {
        return new ByteBuffer[] {ByteBuffer.allocate(Math.toIntExact(slots * SLOT_BYTES))};
    }

    private static int segmentBytes(long slots) {
        return (int) Math.min(slots, SEGMENT_SLOTS) * SLOT_BYTES;
    }

    private Path newFile() {
        return directory.resolve("contested-" + bucket.label() + "-" + files++);
    }
}
