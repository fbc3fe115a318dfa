package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Writes a sequence of puts and deletes to a file for {@link RunFileReader}: staged runs, spilled sort runs. For one thread.
 *
 * <p>Format, big-endian: blocks {@code length u32, crc32c u32, payload}; a payload holds records {@code tag u8 (0 put,
 * 1 delete), key length u32, value length u32, key, value}. The last block is empty and is followed by the number of records
 * as u64 and its crc32c as u32, so that a cut file is never taken for a whole one.
 */
public final class RunFileWriter implements AutoCloseable {
    static final int PUT = 0;
    static final int DELETE = 1;
    static final int RECORD_HEADER = 9;
    static final int BLOCK_HEADER = 8;
    static final int FOOTER = BLOCK_HEADER + 12;

    private final Path path;
    private final RandomAccessFile file;
    private final int blockBytes;
    private ByteBuffer block;
    private long records;
    private long bytes;
    private boolean finished;

    private RunFileWriter(Path path, RandomAccessFile file, int blockBytes) {
        this.path = path;
        this.file = file;
        this.blockBytes = blockBytes;
        this.block = ByteBuffer.allocate(BLOCK_HEADER + blockBytes).position(BLOCK_HEADER);
    }

    /**
     * Creates a file.
     *
     * @param path where no file is yet
     * @param blockBytes bytes gathered before they are written; a longer record makes a block of its own
     * @throws EngineException FULL or INTERNAL
     */
    public static RunFileWriter create(Path path, int blockBytes) {
        try {
            DurableFiles.createPrivateFile(path);
            return new RunFileWriter(path, new RandomAccessFile(path.toFile(), "rw"), blockBytes);
        } catch (IOException e) {
            throw Failures.io("creating", path, e);
        }
    }

    /** Appends a put; the buffers keep their positions. */
    public void put(ByteBuffer key, ByteBuffer value) {
        append(PUT, key, value);
    }

    /** Appends a delete; the buffer keeps its position. */
    public void delete(ByteBuffer key) {
        append(DELETE, key, ByteBuffer.allocate(0));
    }

    private void append(int tag, ByteBuffer key, ByteBuffer value) {
        int keyBytes = key.remaining();
        int valueBytes = value.remaining();
        long needed = (long) RECORD_HEADER + keyBytes + valueBytes;
        makeRoom(needed);
        block.put((byte) tag).putInt(keyBytes).putInt(valueBytes);
        block.put(block.position(), key, key.position(), keyBytes).position(block.position() + keyBytes);
        block.put(block.position(), value, value.position(), valueBytes).position(block.position() + valueBytes);
        records++;
        bytes += keyBytes + valueBytes;
    }

    private void makeRoom(long needed) {
        if (needed <= block.remaining()) {
            return;
        }
        writeBlock();
        int capacity = Math.toIntExact(BLOCK_HEADER + Math.max(needed, blockBytes));
        if (block.capacity() != capacity) {
            block = ByteBuffer.allocate(capacity).position(BLOCK_HEADER);
        }
    }

    private void writeBlock() {
        int length = block.position() - BLOCK_HEADER;
        if (length == 0) {
            return;
        }
        block.putInt(0, length).putInt(4, checksum(block.array(), BLOCK_HEADER, length));
        write(block.array(), block.position());
        block.clear().position(BLOCK_HEADER);
    }

    private void write(byte[] from, int length) {
        try {
            file.write(from, 0, length);
        } catch (IOException e) {
            throw Failures.io("writing", path, e);
        }
    }

    static int checksum(byte[] from, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(from, offset, length);
        return (int) crc.getValue();
    }

    /** Records appended so far. */
    public long records() {
        return records;
    }

    /** Bytes of keys and values appended so far. */
    public long bytes() {
        return bytes;
    }

    /**
     * Completes the file.
     *
     * @param durable whether its content is durable on return
     */
    public void finish(boolean durable) {
        writeBlock();
        ByteBuffer footer = ByteBuffer.allocate(FOOTER).putInt(0).putInt(0).putLong(records);
        footer.putInt(checksum(footer.array(), BLOCK_HEADER, Long.BYTES));
        write(footer.array(), FOOTER);
        try {
            if (durable) {
                file.getFD().sync();
            }
            file.close();
        } catch (IOException e) {
            throw Failures.io("completing", path, e);
        }
        finished = true;
    }

    /** Before {@link #finish}: removes the file. Afterwards: nothing. */
    @Override
    public void close() {
        if (finished) {
            return;
        }
        try {
            file.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // staged files that stay go with their area
        }
    }
}
