package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * A look at the value of a block entry: the rests and values of all keys that share their first
 * {@value StoredKey#WHOLE_BYTES} bytes, ascending. For one thread.
 *
 * <p>Format, little-endian: number of records u32, the start of each record u32, then the records: length of the rest u16,
 * rest, value up to the start of the next record.
 */
final class KeyBlock {
    static final int RECORD_HEADER = 2;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Path path;
    private ByteBuffer buffer = NOTHING;
    private int at;
    private int length;
    private int count;
    private int restAt;
    private int restLength;
    private int valueAt;
    private int valueLength;

    /**
     * Makes a look at nothing.
     *
     * @param path the data file, for messages
     */
    KeyBlock(Path path) {
        this.path = path;
    }

    /** Looks at the value that a page view has found. */
    void open(PageView value) {
        open(value.valueBuffer(), value.valueAt(), value.valueLength());
    }

    /** Looks at bytes of a little-endian buffer. */
    void open(ByteBuffer bytes, int offset, int bytesLength) {
        buffer = bytes;
        at = offset;
        length = bytesLength;
        count = length < Integer.BYTES ? 0 : buffer.getInt(at);
        if (count <= 0 || count > (length - Integer.BYTES) / Integer.BYTES) {
            throw corrupt("has a wrong number of records");
        }
    }

    /** Looks at an array. */
    void open(byte[] bytes) {
        open(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0, bytes.length);
    }

    private EngineException corrupt(String how) {
        return LmdbFailures.corrupt(path, "a block of long keys " + how);
    }

    int count() {
        return count;
    }

    /** Goes to a record. */
    void select(int index) {
        int start = start(index);
        int end = index + 1 < count ? start(index + 1) : length;
        int room = end - start - RECORD_HEADER;
        restLength = room < 0 ? 0 : buffer.getShort(at + start) & 0xffff;
        if (room < restLength || restLength == 0) {
            throw corrupt("has a record out of place");
        }
        restAt = at + start + RECORD_HEADER;
        valueAt = restAt + restLength;
        valueLength = room - restLength;
    }

    private int start(int index) {
        int start = buffer.getInt(at + Integer.BYTES * (1 + index));
        if (start < Integer.BYTES * (1 + count) || start > length) {
            throw corrupt("has a record out of place");
        }
        return start;
    }

    /** Index of the first record whose rest is at or above the one in a long key; {@link #count} where there is none. */
    int ceiling(byte[] longKey) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            select(middle);
            if (compareRest(longKey) < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Compares the selected record's rest with that of a long key. */
    int compareRest(byte[] longKey) {
        return PageView.compare(
                buffer, restAt, restLength, longKey, StoredKey.WHOLE_BYTES, longKey.length - StoredKey.WHOLE_BYTES);
    }

    ByteBuffer buffer() {
        return buffer;
    }

    int restAt() {
        return restAt;
    }

    int restLength() {
        return restLength;
    }

    int valueAt() {
        return valueAt;
    }

    int valueLength() {
        return valueLength;
    }
}
