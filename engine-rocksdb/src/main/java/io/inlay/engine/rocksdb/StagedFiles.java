package io.inlay.engine.rocksdb;

import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** Writes one ascending run as table files, going on in a new one where a file is full. For one thread. */
final class StagedFiles implements AutoCloseable {
    private static final long BYTES_BETWEEN_CHECKS = 1L << 20;
    /** Longer values cross into native code as arrays, so that the direct buffers stay small. */
    private static final int MOST_BUFFERED = 1 << 20;

    private final Supplier<Path> names;
    private final Options options = TreeOptions.file();
    private final EnvOptions env = new EnvOptions();
    private final List<StagedFile> finished = new ArrayList<>();
    private @Nullable SstFileWriter writer;
    private Path path = Path.of("");
    private long sinceCheck;
    private long linkedFileBytes;
    private long linkedBytes;
    private ByteBuffer key = ByteBuffer.allocateDirect(256);
    private ByteBuffer value = ByteBuffer.allocateDirect(4096);

    /**
     * Makes a writer that has no file yet.
     *
     * @param names gives each file its path
     */
    StagedFiles(Supplier<Path> names) {
        this.names = names;
    }

    /** Appends an entry; the buffers keep their positions. */
    void put(ByteBuffer newKey, ByteBuffer newValue) {
        try {
            SstFileWriter open = writer();
            if (newValue.remaining() > MOST_BUFFERED) {
                open.put(array(newKey), array(newValue));
            } else {
                key = filled(key, newKey);
                value = filled(value, newValue);
                open.put(key, value);
            }
            took(open, newKey.remaining() + newValue.remaining());
        } catch (RocksDBException e) {
            throw ErrorMap.map("staging " + path, e);
        }
    }

    /** Appends a delete; the buffer keeps its position. */
    void delete(ByteBuffer oldKey) {
        try {
            SstFileWriter open = writer();
            open.delete(array(oldKey));
            took(open, oldKey.remaining());
        } catch (RocksDBException e) {
            throw ErrorMap.map("staging " + path, e);
        }
    }

    private static byte[] array(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(from.position(), bytes);
        return bytes;
    }

    private static ByteBuffer filled(ByteBuffer direct, ByteBuffer from) {
        int length = from.remaining();
        ByteBuffer to = direct.capacity() >= length
                ? direct
                : ByteBuffer.allocateDirect(Math.max(length, 2 * direct.capacity()));
        return to.clear().put(0, from, from.position(), length).limit(length);
    }

    private SstFileWriter writer() throws RocksDBException {
        if (writer == null) {
            path = names.get();
            SstFileWriter opened = new SstFileWriter(env, options);
            writer = opened;
            opened.open(path.toString());
            try {
                DurableFiles.makePrivate(path);
            } catch (IOException e) {
                throw Failures.io("staging", path, e);
            }
        }
        return writer;
    }

    private void took(SstFileWriter open, int bytes) throws RocksDBException {
        sinceCheck += bytes;
        if (sinceCheck >= BYTES_BETWEEN_CHECKS) {
            sinceCheck = 0;
            if (open.fileSize() >= TreeOptions.FILE_BYTES) {
                finishFile(open);
            }
        }
    }

    private void finishFile(SstFileWriter open) throws RocksDBException {
        open.finish();
        finished.add(new StagedFile(path, open.fileSize()));
        writer = null;
        open.close();
    }

    /**
     * Takes a finished file over by a second name of its own, after what was put so far; its keys come after that. The file is
     * never changed by either name.
     *
     * @return false where that cannot be, and nothing has changed
     */
    boolean link(WholeFile file) {
        Path name = names.get();
        try {
            Files.createLink(name, file.path());
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
        finish();
        finished.add(new StagedFile(name, file.fileBytes()));
        linkedFileBytes += file.fileBytes();
        linkedBytes += file.bytes();
        return true;
    }

    /** Bytes of the files that were taken over. */
    long linkedFileBytes() {
        return linkedFileBytes;
    }

    /** Bytes of keys and values in the files that were taken over. */
    long linkedBytes() {
        return linkedBytes;
    }

    /** Completes the last file; on return all are on disk. */
    void finish() {
        if (writer != null) {
            try {
                finishFile(writer);
            } catch (RocksDBException e) {
                throw ErrorMap.map("staging " + path, e);
            }
        }
    }

    /** The finished files, ascending. */
    List<StagedFile> finished() {
        return finished;
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
        options.close();
        env.close();
    }
}
