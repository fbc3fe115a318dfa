package io.inlay.compactor.merge;

import io.inlay.sync.key.Bucket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which source won each key that several sources hold, by 128-bit hashes of the keys. Open addressing with linear probing; in
 * heap first, in a mapped file when that is used up. A byte of each hash lies apart from the rest, all of them close together:
 * most keys that are looked for are not there, and those bytes tell without a look at a slot. Filled by several threads,
 * read by many afterwards.
 */
final class ContestedKeys {
    /** What is told of a key that no two sources hold. */
    static final int NONE = -1;

    /** Bytes of a slot: the two halves of the hash, then the position. */
    private static final int SLOT_BYTES = 2 * Long.BYTES + Integer.BYTES;

    private static final int POSITION = 2 * Long.BYTES;
    private static final byte FREE = 0;
    private static final int LEAST_SLOTS = 1 << 10;
    private static final int SEGMENT_SHIFT = 25;
    private static final int MOST_SEGMENT_SLOTS = 1 << SEGMENT_SHIFT;

    private final AtomicInteger heapLeft;
    private final Path directory;
    private final Bucket bucket;
    /** Each begins with the tags of its slots, a byte for each. */
    private ByteBuffer[] segments = {};

    private int segmentSlots;
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
    synchronized void put(long first, long second, int position) {
        makeRoom();
        long slot = find(first, second);
        if (isFree(slot)) {
            fill(slot, first, second, position);
            size++;
            if (inHeap && heapLeft.decrementAndGet() < 0) {
                moveToFile();
            }
        } else {
            segment(slot).putInt(offset(slot) + POSITION, position);
        }
    }

    /** Position of the source that won the key, or {@link #NONE}. */
    int winner(long first, long second) {
        if (size == 0) {
            return NONE;
        }
        long slot = find(first, second);
        return isFree(slot) ? NONE : segment(slot).getInt(offset(slot) + POSITION);
    }

    /** The slot of the key, or the free one where it belongs. */
    private long find(long first, long second) {
        byte tag = tag(second);
        long slot = first & (slots - 1);
        while (true) {
            ByteBuffer segment = segment(slot);
            byte found = segment.get(place(slot));
            if (found == FREE || (found == tag && holds(segment, offset(slot), first, second))) {
                return slot;
            }
            slot = (slot + 1) & (slots - 1);
        }
    }

    private static boolean holds(ByteBuffer segment, int at, long first, long second) {
        return segment.getLong(at) == first && segment.getLong(at + Long.BYTES) == second;
    }

    private boolean isFree(long slot) {
        return segment(slot).get(place(slot)) == FREE;
    }

    private void fill(long slot, long first, long second, int position) {
        int at = offset(slot);
        segment(slot)
                .put(place(slot), tag(second))
                .putLong(at, first)
                .putLong(at + Long.BYTES, second)
                .putInt(at + POSITION, position);
    }

    /** A byte of a hash that is not {@link #FREE}; of the half that does not choose the slot. */
    private static byte tag(long second) {
        byte top = (byte) (second >>> 56);
        return top == FREE ? 1 : top;
    }

    private ByteBuffer segment(long slot) {
        return segments[(int) (slot >>> SEGMENT_SHIFT)];
    }

    /** The number of a slot in its segment, which is where its tag lies. */
    private static int place(long slot) {
        return (int) (slot & (MOST_SEGMENT_SLOTS - 1));
    }

    private int offset(long slot) {
        return segmentSlots + place(slot) * SLOT_BYTES;
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
        int oldSegmentSlots = segmentSlots;
        slots = newSlots;
        segmentSlots = (int) Math.min(newSlots, MOST_SEGMENT_SLOTS);
        int segmentBytes = segmentSlots * (1 + SLOT_BYTES);
        long bytes = newSlots / segmentSlots * segmentBytes;
        segments = inHeap
                ? new ByteBuffer[] {ByteBuffer.allocate(segmentBytes)}
                : MappedScratch.map(newFile(), bytes, segmentBytes);
        for (ByteBuffer from : old) {
            moveAll(from, oldSegmentSlots);
        }
    }

    private void moveAll(ByteBuffer from, int count) {
        for (int i = 0; i < count; i++) {
            if (from.get(i) != FREE) {
                int at = count + i * SLOT_BYTES;
                long first = from.getLong(at);
                long second = from.getLong(at + Long.BYTES);
                fill(find(first, second), first, second, from.getInt(at + POSITION));
            }
        }
    }

    private Path newFile() {
        return directory.resolve("contested-" + bucket.label() + "-" + files++);
    }
}
