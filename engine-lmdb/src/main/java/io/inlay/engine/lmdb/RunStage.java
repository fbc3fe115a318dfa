package io.inlay.engine.lmdb;

import io.inlay.engine.Keys;
import io.inlay.engine.support.RunFileReader;
import io.inlay.engine.support.RunFileWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run that is staged: a short one on the heap, any other in a file whose blocks bear checksums. For one thread at a time. */
final class RunStage {
    private static final int HEAP_BYTES = 64 << 10;
    private static final int RECORD_OVERHEAD = 64;
    private static final int BLOCK_BYTES = 64 << 10;

    private final Path file;
    private final List<Staged> heap = new ArrayList<>();
    private long heapBytes;
    private @Nullable RunFileWriter writer;

    /**
     * Makes an empty run.
     *
     * @param file where it goes when it is long; no file is there yet
     */
    RunStage(Path file) {
        this.file = file;
    }

    private record Staged(ByteBuffer key, @Nullable ByteBuffer value) {}

    void put(ByteBuffer key, ByteBuffer value) {
        if (writer == null && !fits(key.remaining() + (long) value.remaining())) {
            writer = spill();
        }
        if (writer == null) {
            heap.add(new Staged(copy(key), copy(value)));
        } else {
            writer.put(key, value);
        }
    }

    void delete(ByteBuffer key) {
        if (writer == null && !fits(key.remaining())) {
            writer = spill();
        }
        if (writer == null) {
            heap.add(new Staged(copy(key), null));
        } else {
            writer.delete(key);
        }
    }

    private boolean fits(long bytes) {
        heapBytes += bytes + RECORD_OVERHEAD;
        return heapBytes <= HEAP_BYTES;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.wrap(Keys.copy(bytes));
    }

    boolean isEmpty() {
        return writer == null && heap.isEmpty();
    }

    private RunFileWriter spill() {
        RunFileWriter target = RunFileWriter.create(file, BLOCK_BYTES);
        for (Staged record : heap) {
            ByteBuffer value = record.value;
            if (value == null) {
                target.delete(record.key);
            } else {
                target.put(record.key, value);
            }
        }
        heap.clear();
        return target;
    }

    void finish() {
        if (writer != null) {
            writer.finish(false);
        }
    }

    /** Reads the finished run. */
    RunSource open() {
        return writer == null ? new HeapSource(file, heap.iterator()) : new FileSource(file, RunFileReader.open(file));
    }

    void close() {
        heap.clear();
        if (writer != null) {
            writer.close();
        }
    }

    private static final class HeapSource implements RunSource {
        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

        private final Path path;
        private final Iterator<Staged> records;
        private Staged current = new Staged(NOTHING, NOTHING);

        HeapSource(Path path, Iterator<Staged> records) {
            this.path = path;
            this.records = records;
        }

        @Override
        public boolean next() {
            if (!records.hasNext()) {
                return false;
            }
            current = records.next();
            return true;
        }

        @Override
        public boolean isDelete() {
            return current.value == null;
        }

        @Override
        public ByteBuffer key() {
            return current.key;
        }

        @Override
        public ByteBuffer value() {
            ByteBuffer value = current.value;
            return value == null ? NOTHING : value;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private record FileSource(Path path, RunFileReader file) implements RunSource {
        @Override
        public boolean next() {
            return file.next();
        }

        @Override
        public boolean isDelete() {
            return file.isDelete();
        }

        @Override
        public ByteBuffer key() {
            return file.key();
        }

        @Override
        public ByteBuffer value() {
            return file.value();
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
