package io.inlay.engine.rocksdb;

import io.inlay.engine.Keys;
import io.inlay.engine.support.RunSink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stages a run: on the heap while it is small, in table files from then on. */
final class RocksSink implements RunSink {
    /** Bytes of keys and values up to which a run stays on the heap, and a whole replacement may go as one batch. */
    static final long SMALL_BYTES = 100_000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Supplier<Path> names;
    private List<Entry> small = new ArrayList<>();
    private long smallBytes;
    private @Nullable StagedFiles files;

    /** A put, or with a null value a delete. */
    static final class Entry {
        private final byte[] key;
        private final byte @Nullable [] value;

        Entry(byte[] key, byte @Nullable [] value) {
            this.key = key;
            this.value = value;
        }

        byte[] key() {
            return key;
        }

        byte @Nullable [] value() {
            return value;
        }
    }

    /**
     * Makes an empty sink.
     *
     * @param names gives each file its path
     */
    RocksSink(Supplier<Path> names) {
        this.names = names;
    }

    @Override
    public void put(ByteBuffer key, ByteBuffer value) {
        if (files != null || !fits(key, value)) {
            spill().put(key, value);
        } else {
            small.add(new Entry(Keys.copy(key), Keys.copy(value)));
        }
    }

    @Override
    public void delete(ByteBuffer key) {
        if (files != null || !fits(key, NOTHING)) {
            spill().delete(key);
        } else {
            small.add(new Entry(Keys.copy(key), null));
        }
    }

    private boolean fits(ByteBuffer key, ByteBuffer value) {
        smallBytes += (long) key.remaining() + value.remaining();
        return smallBytes <= SMALL_BYTES;
    }

    /** Moves what is on the heap to files. */
    private StagedFiles spill() {
        StagedFiles open = files;
        if (open == null) {
            open = new StagedFiles(names);
            files = open;
            for (Entry entry : small) {
                byte[] value = entry.value();
                if (value == null) {
                    open.delete(ByteBuffer.wrap(entry.key()));
                } else {
                    open.put(ByteBuffer.wrap(entry.key()), ByteBuffer.wrap(value));
                }
            }
            small = List.of();
        }
        return open;
    }

    @Override
    public void finish() {
        if (files != null) {
            files.finish();
        }
    }

    /** Whether the whole run is on the heap. */
    boolean isSmall() {
        return files == null;
    }

    /** The entries of a small run. */
    List<Entry> entries() {
        return small;
    }

    /** The files of the finished run, ascending; a small one is written now. */
    List<StagedFile> staged() {
        if (files == null && small.isEmpty()) {
            return List.of();
        }
        StagedFiles staged = spill();
        staged.finish();
        return staged.finished();
    }

    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
    }
}
