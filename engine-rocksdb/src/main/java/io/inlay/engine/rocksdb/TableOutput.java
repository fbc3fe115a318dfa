package io.inlay.engine.rocksdb;

import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A table file that is being written: blocks, each with its trailer, then the footer.
 *
 * <p>Format: RocksDB's block-based table, format version 6, checksums CRC-32C (RocksDB's sources: {@code table/format.h},
 * {@code table/format.cc}, {@code util/crc32c.h}). A trailer is the kind of compression and the masked checksum of block and
 * kind, to which a number is added that depends on a number of the file and on where the block lies, so that a block in a
 * wrong place or file does not pass for the right one.
 *
 * <p>Not closed by {@link Thread#interrupt}, as a channel would be. For one thread.
 */
final class TableOutput implements AutoCloseable {
    static final int FORMAT_VERSION = 6;

    /** The last eight bytes of every block-based table file, little-endian. */
    static final long MAGIC = 0x88e241b785f4cff7L;

    /** Bytes that follow a block. */
    static final int TRAILER_BYTES = 1 + Integer.BYTES;

    /** Bytes that are gathered before they are written. */
    private static final int BUFFER_BYTES = 256 << 10;

    private static final byte NO_COMPRESSION = 0;
    private static final byte LZ4 = 4;
    private static final byte CHECKSUM_CRC32C = 1;
    private static final int CHECKSUM_MASK = 0xa282ead8;
    private static final int EXTENDED_MAGIC = 0x007a003e;
    private static final int FOOTER_BYTES = 53;
    private static final int FOOTER_CHECKSUM_AT = 5;
    private static final int FOOTER_VERSION_AT = 41;
    /** A block is stored as it is unless it becomes smaller by an eighth; RocksDB's {@code max_compressed_bytes_per_kb}. */
    private static final int MOST_COMPRESSED_PER_KIB = 896;

    private final Path path;
    private final RandomAccessFile file;
    private final CRC32C crc = new CRC32C();
    private final int fileNumber = ThreadLocalRandom.current().nextInt() | 1;
    private byte[] buffer;
    private int used;
    private long written;
    private @Nullable IOException failure;
    private boolean finished;

    /** Where a block lies; its size is without its trailer. */
    record Handle(long offset, int size) {
        byte[] encoded() {
            return new TableBytes(2 * TableBytes.MOST_VARINT)
                    .varint(offset)
                    .varint(size)
                    .toByteArray();
        }
    }

    /**
     * Creates a file with mode 0600.
     *
     * @param path where no file is yet
     * @param bufferBytes bytes that are gathered before they are written, while no block is longer
     */
    private TableOutput(Path path, int bufferBytes) throws IOException {
        this.path = path;
        buffer = new byte[bufferBytes];
        DurableFiles.createPrivateFile(path);
        file = new RandomAccessFile(path.toFile(), "rw");
    }

    /** Creates a file for many blocks. */
    static TableOutput create(Path path) throws IOException {
        return new TableOutput(path, BUFFER_BYTES);
    }

    /** Creates a file of at most some kilobytes. */
    static TableOutput createSmall(Path path) throws IOException {
        return new TableOutput(path, 2 << 10);
    }

    /** Bytes so far. */
    long size() {
        return written + used;
    }

    /** Appends a block as it is. */
    Handle block(TableBytes content) throws IOException {
        int length = content.size();
        room(length + TRAILER_BYTES);
        int start = used;
        System.arraycopy(content.array(), 0, buffer, start, length);
        used += length;
        return trailer(start, NO_COMPRESSION);
    }

    /** Appends a block, compressed if that is worth it. */
    Handle compressed(TableBytes content, Lz4 lz4) throws IOException {
        int length = content.size();
        room(TableBytes.MOST_VARINT + lz4.mostBytes(length) + TRAILER_BYTES);
        int start = used;
        int from = TableBytes.varint(buffer, start, length);
        int end = from + lz4.compress(content.array(), length, buffer, from);
        if (end - start > ((long) length * MOST_COMPRESSED_PER_KIB) / 1024) {
            return block(content);
        }
        used = end;
        return trailer(start, LZ4);
    }

    private Handle trailer(int start, byte compression) {
        long offset = written + start;
        int length = used - start;
        buffer[used++] = compression;
        crc.reset();
        crc.update(buffer, start, length + 1);
        checksum(offset);
        return new Handle(offset, length);
    }

    /** Ends a block that begins at an offset and whose bytes have gone through the checksum. */
    private void checksum(long offset) {
        TableBytes.fixed32(buffer, used, masked() + context(offset));
        used += Integer.BYTES;
    }

    private int masked() {
        int sum = (int) crc.getValue();
        return Integer.rotateRight(sum, 15) + CHECKSUM_MASK;
    }

    private int context(long offset) {
        return fileNumber ^ ((int) offset + (int) (offset >>> 32));
    }

    /**
     * Appends a block as it is, of which a part is not copied as a whole.
     *
     * @param part appended after the bytes; keeps its position
     * @param end appended after that
     */
    Handle block(TableBytes start, ByteBuffer part, TableBytes end) throws IOException {
        long offset = size();
        crc.reset();
        checked(start);
        for (int at = part.position(); at < part.limit(); ) {
            room(1);
            int length = Math.min(part.limit() - at, buffer.length - used);
            part.get(at, buffer, used, length);
            crc.update(buffer, used, length);
            used += length;
            at += length;
        }
        checked(end);
        room(TRAILER_BYTES);
        buffer[used++] = NO_COMPRESSION;
        crc.update(NO_COMPRESSION);
        checksum(offset);
        return new Handle(offset, start.size() + part.remaining() + end.size());
    }

    private void checked(TableBytes bytes) throws IOException {
        room(bytes.size());
        System.arraycopy(bytes.array(), 0, buffer, used, bytes.size());
        crc.update(buffer, used, bytes.size());
        used += bytes.size();
    }

    /** Makes sure that so many bytes fit into the buffer. */
    private void room(int bytes) throws IOException {
        if (bytes <= buffer.length - used) {
            return;
        }
        write();
        if (bytes > buffer.length) {
            buffer = new byte[bytes];
        }
    }

    private void write() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        try {
            file.write(buffer, 0, used);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        written += used;
        used = 0;
    }

    /**
     * Appends the block of all others' names, then the footer, and closes the file.
     *
     * @param durable whether the file's content is durable on return
     */
    void finish(TableBlock metaIndex, boolean durable) throws IOException {
        Handle handle = block(metaIndex.finish());
        room(FOOTER_BYTES);
        int start = used;
        Arrays.fill(buffer, start, start + FOOTER_BYTES, (byte) 0);
        buffer[start] = CHECKSUM_CRC32C;
        TableBytes.fixed32(buffer, start + 1, EXTENDED_MAGIC);
        TableBytes.fixed32(buffer, start + FOOTER_CHECKSUM_AT + Integer.BYTES, fileNumber);
        TableBytes.fixed32(buffer, start + FOOTER_CHECKSUM_AT + 2 * Integer.BYTES, handle.size());
        TableBytes.fixed32(buffer, start + FOOTER_VERSION_AT, FORMAT_VERSION);
        TableBytes.fixed64(buffer, start + FOOTER_BYTES - Long.BYTES, MAGIC);
        crc.reset();
        crc.update(buffer, start, FOOTER_BYTES);
        TableBytes.fixed32(buffer, start + FOOTER_CHECKSUM_AT, masked() + context(size()));
        used += FOOTER_BYTES;
        write();
        if (durable) {
            file.getFD().sync();
        }
        file.close();
        finished = true;
    }

    /** Before {@link #finish}: removes the file. Afterwards: nothing. */
    @Override
    public void close() {
        if (finished) {
            return;
        }
        finished = true;
        try {
            file.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // staged files that stay go with their area
        }
    }
}
