package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Pointer;

/**
 * A look at one page of a B+tree: 16 bytes of header, then offsets of nodes, nodes filling the page from its end. Everything
 * read from a page is checked against the page's bounds first, so that damage is CORRUPT and nothing else. For one thread.
 */
final class PageView {
    static final int HEADER = 16;
    static final int NODE_HEADER = 8;
    static final int BRANCH = 1;
    static final int LEAF = 2;
    static final int OVERFLOW = 4;

    private static final int KIND_MASK = 0x6f;
    private static final int FLAGS_AT = 10;
    private static final int LOWER_AT = 12;
    private static final int UPPER_AT = 14;
    private static final int OVERFLOW_PAGES_AT = 12;
    private static final int BIG_VALUE = 1;
    private static final int PAGE_NUMBER_BYTES = 8;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final PageFile file;
    private final long lastPage;
    private final int pageSize;
    private ByteBuffer buffer = NOTHING;
    private int at;
    private int count;
    private long page;
    private ByteBuffer valueBuffer = NOTHING;
    private int valueAt;
    private int valueLength;
    private long overflowFirst;
    private long overflowCount;

    PageView(PageFile file, long lastPage) {
        this.file = file;
        this.lastPage = lastPage;
        this.pageSize = file.pageSize();
    }

    /** Moves to a page, which must be of the given kind, {@link #BRANCH} or {@link #LEAF}. */
    void load(long number, int kind) {
        checkNumber(number);
        buffer = file.chunk(number);
        at = file.offset(number);
        page = number;
        int lower = unsigned(at + LOWER_AT);
        int upper = unsigned(at + UPPER_AT);
        count = (lower - HEADER) >> 1;
        boolean sound = buffer.getLong(at) == number
                && (buffer.getShort(at + FLAGS_AT) & KIND_MASK) == kind
                && count > 0
                && lower <= upper
                && upper <= pageSize;
        if (!sound) {
            throw corrupt("its header is wrong");
        }
    }

    private void checkNumber(long number) {
        if (number <= 1 || number > lastPage) {
            throw corrupt("a reference to page " + number + " of " + lastPage);
        }
    }

    EngineException corrupt(String how) {
        return LmdbFailures.corrupt(file.path(), "page " + page + ": " + how);
    }

    private int unsigned(int offset) {
        return buffer.getShort(offset) & 0xffff;
    }

    long page() {
        return page;
    }

    int count() {
        return count;
    }

    /** The mapping in which keys of this page lie. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Where a node starts in {@link #buffer}; its header and its key lie within the page. */
    int node(int index) {
        int node = soundNode(index);
        if (node < 0) {
            throw corrupt("node " + index + " is out of place or its key does not fit");
        }
        return node;
    }

    /** As {@link #node}, but negative where that would throw. */
    int soundNode(int index) {
        int offset = unsigned(at + HEADER + 2 * index);
        if (offset < HEADER + 2 * count || offset > pageSize - NODE_HEADER) {
            return -1;
        }
        int node = at + offset;
        return offset + NODE_HEADER + unsigned(node + 6) > pageSize ? -1 : node;
    }

    /** Where the value of a leaf node ends that follows its key in the page itself; negative where it does not. */
    int plainEnd(int node) {
        long end = (long) node + NODE_HEADER + unsigned(node + 6) + (buffer.getInt(node) & 0xffffffffL);
        return unsigned(node + 4) == 0 && end <= at + pageSize ? (int) end : -1;
    }

    int keyAt(int node) {
        return node + NODE_HEADER;
    }

    int keyLength(int node) {
        return unsigned(node + 6);
    }

    /** The page to which a node of a branch leads. */
    long child(int index) {
        int node = node(index);
        return (buffer.getInt(node) & 0xffffffffL) | ((long) unsigned(node + 4) << 32);
    }

    /** Length of the value of a leaf node, which is not looked for. */
    int storedLength(int node) {
        int length = buffer.getInt(node);
        if (length < 0) {
            throw corrupt("a value does not fit");
        }
        return length;
    }

    /** Finds the value of a leaf node; afterwards it lies in {@link #valueBuffer}. */
    void findValue(int node) {
        overflowCount = 0;
        long length = buffer.getInt(node) & 0xffffffffL;
        int flags = unsigned(node + 4);
        int start = node + NODE_HEADER + keyLength(node);
        int room = at + pageSize - start;
        if (flags == 0 && length <= room) {
            valueBuffer = buffer;
            valueAt = start;
            valueLength = (int) length;
        } else if (flags == BIG_VALUE && room >= PAGE_NUMBER_BYTES && length <= Integer.MAX_VALUE - HEADER) {
            findOverflow(buffer.getLong(start), (int) length);
        } else {
            throw corrupt("a value does not fit");
        }
    }

    private void findOverflow(long first, int length) {
        checkNumber(first);
        ByteBuffer chunk = file.chunk(first);
        int start = file.offset(first);
        long pages = chunk.getInt(start + OVERFLOW_PAGES_AT) & 0xffffffffL;
        boolean sound = chunk.getLong(start) == first
                && (chunk.getShort(start + FLAGS_AT) & KIND_MASK) == OVERFLOW
                && pages >= overflowPages(length, pageSize)
                && first + pages - 1 <= lastPage;
        if (!sound) {
            throw corrupt("overflow page " + first + " is wrong");
        }
        overflowFirst = first;
        overflowCount = pages;
        file.chunk(first + pages - 1);
        ByteBuffer whole = file.chunk(first);
        if ((long) start + HEADER + length <= whole.capacity()) {
            valueBuffer = whole;
            valueAt = start + HEADER;
        } else {
            valueBuffer = gather(first, length);
            valueAt = 0;
        }
        valueLength = length;
    }

    /** A value that lies across mappings is copied together. */
    private ByteBuffer gather(long first, int length) {
        ByteBuffer whole = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        long number = first;
        int skip = HEADER;
        while (whole.hasRemaining()) {
            int part = Math.min(whole.remaining(), pageSize - skip);
            whole.put(whole.position(), file.chunk(number), file.offset(number) + skip, part);
            whole.position(whole.position() + part);
            number++;
            skip = 0;
        }
        return whole.clear();
    }

    /** Fewest overflow pages that hold a value; one that was overwritten by a shorter one keeps its pages. */
    static long overflowPages(long length, int pageSize) {
        return (HEADER - 1 + length) / pageSize + 1;
    }

    ByteBuffer valueBuffer() {
        return valueBuffer;
    }

    int valueAt() {
        return valueAt;
    }

    int valueLength() {
        return valueLength;
    }

    /** First of the overflow pages of the value found. */
    long overflowFirst() {
        return overflowFirst;
    }

    /** Number of overflow pages of the value found, 0 when it lies in the page itself. */
    long overflowCount() {
        return overflowCount;
    }

    /** Where this page starts in {@link #buffer}. */
    int start() {
        return at;
    }

    /** Where the value found starts, counted from the start of its page. Only where it lies in the page itself. */
    int valueOffset() {
        return valueAt - at;
    }

    /** Whether entries lie in a copy of this page as they do here, as far as its header and one node tell. */
    boolean isLaidOutLike(Pointer copy, int node) {
        return (copy.getShort(FLAGS_AT) & KIND_MASK) == (buffer.getShort(at + FLAGS_AT) & KIND_MASK)
                && copy.getInt(LOWER_AT) == buffer.getInt(at + LOWER_AT)
                && copy.getLong(node - at) == buffer.getLong(node);
    }

    /** Index of the child in which a key lies: the last one whose separator is not above the key. */
    int searchBranch(KeySearch search) {
        return search(search, 1, true) - 1;
    }

    /** Index of the first entry whose key is at or above the given one; {@link #count} where there is none. */
    int searchLeaf(KeySearch search) {
        return search(search, 0, false);
    }

    /** Index of the first node whose key is above the given one, or, unless {@code passEqual}, equal to it. */
    private int search(KeySearch search, int first, boolean passEqual) {
        byte[] key = search.key();
        int keyLength = search.length();
        int low = first;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int node = node(middle);
            int length = unsigned(node + 6);
            int shared = mismatch(buffer, node + NODE_HEADER, length, key, 0, keyLength, search.shared());
            int order = order(buffer, node + NODE_HEADER, length, key, 0, keyLength, shared);
            if (order < 0 || (passEqual && order == 0)) {
                search.sawBelow(shared);
                low = middle + 1;
            } else {
                search.sawAbove(shared);
                high = middle - 1;
            }
        }
        return low;
    }

    /** Compares a node's key with a key. */
    int compare(int index, byte[] key) {
        return compare(index, key, key.length);
    }

    /** Compares a node's key with a key at the start of an array. */
    int compare(int index, byte[] key, int length) {
        int node = node(index);
        return compare(buffer, node + NODE_HEADER, unsigned(node + 6), key, 0, length);
    }

    /** Compares bytes of a little-endian buffer with bytes of an array, unsigned. */
    static int compare(ByteBuffer buffer, int offset, int length, byte[] key, int keyOffset, int keyLength) {
        int shared = mismatch(buffer, offset, length, key, keyOffset, keyLength, 0);
        return order(buffer, offset, length, key, keyOffset, keyLength, shared);
    }

    /** How many bytes both have in common from their starts, of which {@code known} need not be looked at. */
    private static int mismatch(
            ByteBuffer buffer, int offset, int length, byte[] key, int keyOffset, int keyLength, int known) {
        int common = Math.min(length, keyLength);
        int i = known;
        for (; i + Long.BYTES <= common; i += Long.BYTES) {
            long difference = buffer.getLong(offset + i) ^ (long) LONGS.get(key, keyOffset + i);
            if (difference != 0) {
                return i + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
        }
        while (i < common && buffer.get(offset + i) == key[keyOffset + i]) {
            i++;
        }
        return Math.min(i, common);
    }

    private static int order(
            ByteBuffer buffer, int offset, int length, byte[] key, int keyOffset, int keyLength, int shared) {
        if (shared == Math.min(length, keyLength)) {
            return length - keyLength;
        }
        return (buffer.get(offset + shared) & 0xff) - (key[keyOffset + shared] & 0xff);
    }
}
