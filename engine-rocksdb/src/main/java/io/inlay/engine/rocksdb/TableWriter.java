package io.inlay.engine.rocksdb;

import io.inlay.engine.Keys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes a RocksDB table file of puts and deletes in ascending order of their keys, as RocksDB's own {@code SstFileWriter} does
 * with the options of {@link TreeOptions#file}: the same blocks with the same content, but for the checksums, which are those
 * of {@link TableOutput}.
 *
 * <p>Data blocks hold prefix-compressed internal keys: a key is followed by eight bytes, the sequence number 0 and the kind.
 * A block ends before the entry with which it would exceed {@value TreeOptions#BLOCK_BYTES} bytes, once it has nine tenths of
 * them, and after the one with which it does. A value of more than {@value #MOST_GATHERED} bytes has a block to itself that is
 * never compressed, and is written without being copied as a whole. The index holds, for each block, a shortest key from its
 * last one on and before the first one of the next, without a sequence number, and where the block lies. Blocks in this order:
 * data, index, properties, the block of names.
 *
 * <p>Takes up to 1 MiB of heap while keys and values are short, and at most 8 MiB. For one thread.
 */
final class TableWriter implements AutoCloseable {
    /** Longest value that is gathered in a block, in bytes. */
    static final int MOST_GATHERED = 1 << 20;

    /** Bytes of the index at which a file goes on in a new one; they stay on the heap until then. */
    private static final int MOST_INDEX_BYTES = 1 << 20;

    private static final int RESTART_INTERVAL = 16;
    private static final int NEARLY_FULL_BYTES = (TreeOptions.BLOCK_BYTES * 90 + 99) / 100;
    /** Bytes that follow a key: its sequence number and kind. */
    private static final int KEY_TRAILER = Long.BYTES;

    private static final long DELETE = 0;
    private static final long PUT = 1;

    private final TableOutput file;
    private final Lz4 lz4;
    private final TableBlock block = new TableBlock(RESTART_INTERVAL, TreeOptions.BLOCK_BYTES + (4 << 10));
    private final TableBlock index = new TableBlock(1, 4 << 10);
    /** The last key and its trailer; how long the key is. */
    private byte[] last = new byte[256];

    private int lastLength;
    private byte[] next = new byte[256];

    private long entries;
    private long deletes;
    private long keyBytes;
    private long valueBytes;
    private long blocks;

    /**
     * Creates a file.
     *
     * @param path where no file is yet
     */
    TableWriter(Path path, Lz4 lz4) throws IOException {
        this.lz4 = lz4;
        file = TableOutput.create(path);
    }

    /** Appends an entry; the buffers keep their positions. */
    void put(ByteBuffer key, ByteBuffer value) throws IOException {
        int length = value.remaining();
        begin(PUT, take(key), length);
        if (length > MOST_GATHERED) {
            addApart(value);
        } else {
            block.bytes().raw(value, value.position(), length);
        }
    }

    /** Appends an entry of which key and value are the first bytes of arrays. */
    void put(byte[] key, int keyLength, byte[] value, int valueLength) throws IOException {
        System.arraycopy(key, 0, room(keyLength), 0, keyLength);
        begin(PUT, keyLength, valueLength);
        if (valueLength > MOST_GATHERED) {
            addApart(ByteBuffer.wrap(value, 0, valueLength));
        } else {
            block.bytes().raw(value, 0, valueLength);
        }
    }

    /** Appends a delete; the buffer keeps its position. */
    void delete(ByteBuffer key) throws IOException {
        begin(DELETE, take(key), 0);
        deletes++;
    }

    /** Copies the next key, and returns its length. */
    private int take(ByteBuffer key) {
        int length = key.remaining();
        key.get(key.position(), room(length), 0, length);
        return length;
    }

    /** Where the next key goes. */
    private byte[] room(int length) {
        if (next.length < length + KEY_TRAILER) {
            next = new byte[Math.max(length + KEY_TRAILER, 2 * next.length)];
        }
        return next;
    }

    /** Begins an entry of the next key, up to its value if that is gathered. */
    private void begin(long kind, int keyLength, int valueLength) throws IOException {
        TableBytes.fixed64(next, keyLength, kind);
        int shared = entries == 0 ? 0 : sharedWithLast(keyLength);
        boolean apart = valueLength > MOST_GATHERED;
        if (!block.isEmpty() && (apart || isFull(keyLength + KEY_TRAILER, valueLength))) {
            endBlock(separator(keyLength));
        }
        advance(keyLength);
        if (!apart) {
            block.add(last, keyLength + KEY_TRAILER, shared, valueLength);
        }
        entries++;
        keyBytes += keyLength + KEY_TRAILER;
        valueBytes += valueLength;
    }

    /** The next key becomes the last one. */
    private void advance(int length) {
        byte[] old = last;
        last = next;
        lastLength = length;
        next = old;
    }

    /** How many bytes the next key, trailer included, has in common with the last one. */
    private int sharedWithLast(int length) {
        int shared = Arrays.mismatch(last, 0, lastLength + KEY_TRAILER, next, 0, length + KEY_TRAILER);
        boolean ascends = (shared >= 0 && shared < Math.min(lastLength, length))
                ? (last[shared] & 0xff) < (next[shared] & 0xff)
                : lastLength < length;
        if (!ascends) {
            throw new IllegalStateException("key " + Keys.printable(Arrays.copyOf(next, length)) + " follows "
                    + Keys.printable(Arrays.copyOf(last, lastLength)));
        }
        return shared;
    }

    /** Whether the block ends before an entry. */
    private boolean isFull(int keyLength, int valueLength) {
        int size = block.size();
        if (size <= NEARLY_FULL_BYTES || size >= TreeOptions.BLOCK_BYTES) {
            return size >= TreeOptions.BLOCK_BYTES;
        }
        int entry = Integer.BYTES
                + TableBytes.varintLength(keyLength)
                + keyLength
                + TableBytes.varintLength(valueLength)
                + valueLength
                + (block.restartsNext() ? Integer.BYTES : 0);
        return size + entry > TreeOptions.BLOCK_BYTES;
    }

    /**
     * Makes the last key a shortest one that is not before it and is before the next one.
     *
     * @return its length
     */
    private int separator(int nextLength) {
        int at = Arrays.mismatch(last, 0, lastLength, next, 0, nextLength);
        if (at == lastLength) {
            return lastLength;
        }
        if (at == nextLength - 1 && (last[at] & 0xff) + 1 == (next[at] & 0xff)) {
            do {
                at++;
            } while (at < lastLength && last[at] == (byte) 0xff);
            if (at == lastLength) {
                return lastLength;
            }
        }
        last[at]++;
        return at + 1;
    }

    /** Writes the block, which stands in the index under the first bytes of the last key. */
    private void endBlock(int length) throws IOException {
        TableOutput.Handle handle = file.compressed(block.finish(), lz4);
        block.clear();
        addToIndex(length, handle);
    }

    private void addToIndex(int length, TableOutput.Handle handle) {
        index.begin(0);
        index.bytes()
                .varint(0)
                .varint(length)
                .raw(last, 0, length)
                .varint(handle.offset())
                .varint(handle.size());
        blocks++;
    }

    /** Writes a block of the last key and a value. */
    private void addApart(ByteBuffer value) throws IOException {
        block.begin(0);
        block.bytes()
                .varint(0)
                .varint(lastLength + KEY_TRAILER)
                .varint(value.remaining())
                .raw(last, 0, lastLength + KEY_TRAILER);
        TableBytes end = new TableBytes(2 * Integer.BYTES).fixed32(0).fixed32(1);
        TableOutput.Handle handle = file.block(block.bytes(), value, end);
        block.clear();
        addToIndex(lastLength, handle);
    }

    /** Whether it is time to go on in a new file. */
    boolean isFull() {
        return file.size() >= TreeOptions.FILE_BYTES || index.size() >= MOST_INDEX_BYTES;
    }

    /**
     * Completes the file, which has at least one entry; on return it is on disk.
     *
     * @return its bytes
     */
    long finish() throws IOException {
        if (!block.isEmpty()) {
            endBlock(lastLength);
        }
        long dataBytes = file.size();
        TableBytes allOfIndex = index.finish();
        int indexBytes = allOfIndex.size() + TableOutput.TRAILER_BYTES;
        TableOutput.Handle indexed = file.compressed(allOfIndex, lz4);
        FileProperties properties = new FileProperties()
                .entries(entries, deletes)
                .raw(keyBytes, valueBytes)
                .sizes(dataBytes, indexBytes, blocks)
                .number("index.key.is.user.key", 1)
                .number("index.value.is.delta.encoded", 1)
                .number("tail.start.offset", dataBytes)
                .number("data.block.restart.interval", RESTART_INTERVAL)
                .number("index.block.restart.interval", 1)
                .text("compression", "LZ4")
                .identity();
        TableOutput.Handle described = file.block(properties.block().finish());
        TableBlock names = new TableBlock(1, 256)
                .add(FileProperties.name("index"), indexed.encoded())
                .add(FileProperties.BLOCK, described.encoded());
        file.finish(names, true);
        return file.size();
    }

    /** Before {@link #finish}: removes the file. Afterwards: nothing. */
    @Override
    public void close() {
        file.close();
    }
}
