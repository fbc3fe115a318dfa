package io.inlay.engine.tck;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Long buffers that take no memory. */
final class SparseFile {
    private SparseFile() {}

    /** A buffer of zero bytes over a new file that occupies no blocks. */
    static ByteBuffer map(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            channel.write(ByteBuffer.wrap(new byte[1]), length - 1);
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
        }
    }
}
