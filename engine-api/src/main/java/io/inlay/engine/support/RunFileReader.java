package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Reads a file of {@link RunFileWriter} in order, checking every block. A damaged or cut file is CORRUPT, never a short
 * one. For one thread.
 */
public final class RunFileReader implements AutoCloseable {
    private static final int LARGEST_BLOCK = Integer.MAX_VALUE - 64;

    private final Path path;
    private final RandomAccessFile file;
    private final byte[] header = new byte[RunFileWriter.BLOCK_HEADER];
    private byte[] block = new byte[0];
    private int blockBytes;
    private int at;
    private ByteBuffer key = ByteBuffer.allocate(0);
    private ByteBuffer value = ByteBuffer.allocate(0);
    private boolean delete;
    private long records;
    private boolean ended;

    private RunFileReader(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens a finished file.
     *
     * @throws EngineException INTERNAL when it cannot be opened
     */
    public static RunFileReader open(Path path) {
        try {
            return new RunFileReader(path, new RandomAccessFile(path.toFile(), "r"));
        } catch (IOException e) {
            throw Failures.io("opening", path, e);
        }
    }

    /**
     * Moves to the next record.
     *
     * @return false after the last one
     * @throws EngineException CORRUPT for a damaged or cut file
     */
    public boolean next() {
        if (at == blockBytes && (ended || !readBlock())) {
            return false;
        }
        if (blockBytes - at < RunFileWriter.RECORD_HEADER) {
            throw corrupt("a record is cut");
        }
        ByteBuffer record = ByteBuffer.wrap(block, at, blockBytes - at);
        delete = record.get() == RunFileWriter.DELETE;
        int keyBytes = record.getInt();
        int valueBytes = record.getInt();
        if (keyBytes < 0 || valueBytes < 0 || (long) keyBytes + valueBytes > record.remaining()) {
            throw corrupt("a record has wrong lengths");
        }
        int start = record.position();
        key.clear().position(start).limit(start + keyBytes);
        value.clear().position(start + keyBytes).limit(start + keyBytes + valueBytes);
        at = start + keyBytes + valueBytes;
        records++;
        return true;
    }

    private boolean readBlock() {
        try {
            file.readFully(header);
            int length = ByteBuffer.wrap(header).getInt();
            if (length == 0) {
                if (ByteBuffer.wrap(header).getInt(4) != 0) {
                    throw corrupt("its last block is damaged");
                }
                readFooter();
                return false;
            }
            if (length < 0 || length > LARGEST_BLOCK || length > file.length() - file.getFilePointer()) {
                throw corrupt("a block has a wrong length");
            }
            if (block.length < length) {
                block = new byte[length];
                key = ByteBuffer.wrap(block);
                value = ByteBuffer.wrap(block);
            }
            file.readFully(block, 0, length);
            if (ByteBuffer.wrap(header).getInt(4) != RunFileWriter.checksum(block, 0, length)) {
                throw corrupt("a block does not match its checksum");
            }
            blockBytes = length;
            at = 0;
            return true;
        } catch (EOFException e) {
            throw corrupt("it is cut");
        } catch (IOException e) {
            throw Failures.io("reading", path, e);
        }
    }

    private void readFooter() throws IOException {
        byte[] footer = new byte[RunFileWriter.FOOTER - RunFileWriter.BLOCK_HEADER];
        file.readFully(footer);
        ByteBuffer fields = ByteBuffer.wrap(footer);
        boolean sound = fields.getLong(0) == records
                && fields.getInt(Long.BYTES) == RunFileWriter.checksum(footer, 0, Long.BYTES);
        if (!sound) {
            throw corrupt("its footer does not match its " + records + " records");
        }
        ended = true;
        blockBytes = 0;
        at = 0;
    }

    private EngineException corrupt(String how) {
        return new EngineException(Kind.CORRUPT, "run file " + path + ": " + how);
    }

    /** Whether the current record deletes its key. */
    public boolean isDelete() {
        return delete;
    }

    /** The key of the current record, position to limit; valid until the next move. Not to be written to. */
    public ByteBuffer key() {
        return key;
    }

    /** The value of the current record, position to limit, empty for a delete; valid until the next move. Not to be written to. */
    public ByteBuffer value() {
        return value;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // nothing was written through it
        }
    }
}
