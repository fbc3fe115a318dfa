package io.inlay.engine.rocksdb;

import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes one ascending run as table files, going on in a new one where a file is full. For one thread. */
final class StagedFiles implements AutoCloseable {
    private final Supplier<Path> names;
    private final List<StagedFile> finished = new ArrayList<>();
    private @Nullable TableWriter writer;
    private Path path = Path.of("");
    private long linkedFileBytes;
    private long linkedBytes;

    /**
     * Makes a writer that has no file yet.
     *
     * @param names gives each file its path
     */
    StagedFiles(Supplier<Path> names) {
        this.names = names;
    }

    /** Appends an entry; the buffers keep their positions. */
    void put(ByteBuffer key, ByteBuffer value) {
        try {
            TableWriter open = writer();
            open.put(key, value);
            finishIfFull(open);
        } catch (IOException e) {
            throw Failures.io("staging", path, e);
        }
    }

    /** Appends an entry of which key and value are the first bytes of arrays. */
    void put(byte[] key, int keyLength, byte[] value, int valueLength) {
        try {
            TableWriter open = writer();
            open.put(key, keyLength, value, valueLength);
            finishIfFull(open);
        } catch (IOException e) {
            throw Failures.io("staging", path, e);
        }
    }

    /** Appends a delete; the buffer keeps its position. */
    void delete(ByteBuffer key) {
        try {
            TableWriter open = writer();
            open.delete(key);
            finishIfFull(open);
        } catch (IOException e) {
            throw Failures.io("staging", path, e);
        }
    }

    private TableWriter writer() throws IOException {
        if (writer == null) {
            path = names.get();
            writer = new TableWriter(path, Lz4.fastest());
        }
        return writer;
    }

    private void finishIfFull(TableWriter open) throws IOException {
        if (open.isFull()) {
            finishFile(open);
        }
    }

    private void finishFile(TableWriter open) throws IOException {
        finished.add(new StagedFile(path, open.finish()));
        writer = null;
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
            } catch (IOException e) {
                throw Failures.io("staging", path, e);
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
    }
}
