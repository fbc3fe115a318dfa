package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Keys;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A finished file of {@link RunFileWriter} whose records ascend, read at any place. It keeps where each block starts (8 bytes
 * for 64 KiB) and no block. Safe for many threads.
 */
final class RunBlocks implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile file;
    private long[] starts = new long[16];
    private int count;

    private RunBlocks(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens a file and finds its blocks.
     *
     * @throws EngineException CORRUPT for a cut file
     */
    static RunBlocks open(Path path) {
        try {
            RunBlocks blocks = new RunBlocks(path, new RandomAccessFile(path.toFile(), "r"));
            try {
                blocks.findBlocks();
                return blocks;
            } catch (IOException | RuntimeException e) {
                blocks.close();
                throw e;
            }
        } catch (EOFException e) {
            throw corrupt(path, "it is cut");
        } catch (IOException e) {
            throw Failures.io("opening", path, e);
        }
    }

    private void findBlocks() throws IOException {
        long at = 0;
        for (int length = lengthAt(at); length != 0; length = lengthAt(at)) {
            long end = at + RunFileWriter.BLOCK_HEADER + length;
            if (length < 0 || end > file.length()) {
                throw corrupt(path, "a block has a wrong length");
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
            }
            starts[count++] = at;
            at = end;
        }
        if (at + RunFileWriter.FOOTER != file.length()) {
            throw corrupt(path, "its last block is not at its end");
        }
    }

    private int lengthAt(long at) throws IOException {
        file.seek(at);
        return file.readInt();
    }

    int count() {
        return count;
    }

    /**
     * Reads a block.
     *
     * @throws EngineException CORRUPT when it does not check
     */
    RunBlock read(int number) {
        try {
            byte[] payload;
            int checksum;
            synchronized (file) {
                payload = new byte[lengthAt(starts[number])];
                checksum = file.readInt();
                file.readFully(payload);
            }
            if (checksum != RunFileWriter.checksum(payload, 0, payload.length)) {
                throw corrupt(path, "a block does not match its checksum");
            }
            return new RunBlock(payload);
        } catch (EOFException | IndexOutOfBoundsException e) {
            throw corrupt(path, "a block is cut");
        } catch (IOException e) {
            throw Failures.io("reading", path, e);
        }
    }

    /** The number of the last block that begins at or before a key; 0 where the key is before all. */
    int find(ByteBuffer key) {
        int low = 0;
        int high = count;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (Keys.compare(read(middle).key(0), key) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    private static EngineException corrupt(Path path, String how) {
        return new EngineException(Kind.CORRUPT, "run file " + path + ": " + how);
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
