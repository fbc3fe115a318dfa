package io.inlay.engine.support;

import io.inlay.engine.Keys;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The records of one block of a run file, by number. Immutable. */
final class RunBlock {
    private final byte[] payload;
    private final int[] starts;
    private final int size;

    /** Takes a payload whose checksum was checked; false lengths give an {@link IndexOutOfBoundsException}. */
    RunBlock(byte[] payload) {
        this.payload = payload;
        int[] found = new int[16];
        int count = 0;
        for (int at = 0; at < payload.length; at = end(at)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = at;
        }
        this.starts = found;
        this.size = count;
    }

    private int end(int start) {
        ByteBuffer header = ByteBuffer.wrap(payload, start, RunFileWriter.RECORD_HEADER);
        int keyBytes = header.getInt(start + 1);
        int valueBytes = header.getInt(start + 5);
        long end = (long) start + RunFileWriter.RECORD_HEADER + keyBytes + valueBytes;
        if (keyBytes < 0 || valueBytes < 0 || end > payload.length) {
            throw new IndexOutOfBoundsException("a record of " + keyBytes + " and " + valueBytes + " bytes");
        }
        return (int) end;
    }

    int size() {
        return size;
    }

    boolean isDelete(int number) {
        return payload[starts[number]] == RunFileWriter.DELETE;
    }

    ByteBuffer key(int number) {
        int start = starts[number];
        return slice(start + RunFileWriter.RECORD_HEADER, length(start, 1));
    }

    ByteBuffer value(int number) {
        int start = starts[number];
        return slice(start + RunFileWriter.RECORD_HEADER + length(start, 1), length(start, 5));
    }

    private int length(int start, int field) {
        return ByteBuffer.wrap(payload).getInt(start + field);
    }

    private ByteBuffer slice(int from, int length) {
        return ByteBuffer.wrap(payload, from, length).asReadOnlyBuffer();
    }

    /** The number of the first record at or after a key; the size where there is none. */
    int find(ByteBuffer key) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Keys.compare(key(middle), key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
