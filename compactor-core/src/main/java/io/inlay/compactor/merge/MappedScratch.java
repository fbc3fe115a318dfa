package io.inlay.compactor.merge;

import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Memory in a file. All its bytes are written before it is mapped, so that a full disk is an exception and never a fault on
 * access, on file systems that overwrite in place. The file is the directory owner's to remove; the memory goes with the
 * buffers.
 */
final class MappedScratch {
    private static final int BLOCK_BYTES = 1 << 16;

    private MappedScratch() {}

    /**
     * Maps zeros.
     *
     * @param segmentBytes bytes of each buffer given; a divisor of {@code bytes}
     * @throws io.inlay.engine.EngineException FULL or INTERNAL
     */
    static ByteBuffer[] map(Path path, long bytes, int segmentBytes) {
        try {
            DurableFiles.createPrivateFile(path);
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                fill(file, bytes);
                ByteBuffer[] segments = new ByteBuffer[Math.toIntExact(bytes / segmentBytes)];
                for (int i = 0; i < segments.length; i++) {
                    segments[i] = file.getChannel()
                            .map(FileChannel.MapMode.READ_WRITE, (long) i * segmentBytes, segmentBytes);
                }
                return segments;
            }
        } catch (IOException e) {
            throw Failures.io("mapping", path, e);
        }
    }

    private static void fill(RandomAccessFile file, long bytes) throws IOException {
        byte[] zeros = new byte[BLOCK_BYTES];
        for (long left = bytes; left > 0; left -= zeros.length) {
            file.write(zeros, 0, (int) Math.min(left, zeros.length));
        }
    }
}
