package io.inlay.engine.rocksdb;

import io.inlay.engine.Cursor;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.support.RunSink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stages a run: on the heap while it is small, in table files from then on. */
final class RocksSink implements RunSink {
    /** A file is taken over whatever it holds, as long as it holds at most so many times what was asked for: it costs little. */
    private static final long MOST_OVER_MAX = 256;

    private static final int STEPS_BETWEEN_CHECKS = 1024;

    private final Supplier<Path> names;
    private final RocksOptions options;
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
     * @param options the engine's
     */
    RocksSink(Supplier<Path> names, RocksOptions options) {
        this.names = names;
        this.options = options;
    }

    @Override
    public @Nullable Taken take(Cursor rest, long max, KeyRange room, Runnable checkOpen) {
        if (!(rest instanceof RocksCursor source)) {
            return null;
        }
        WholeFiles whole = options.linkFiles() ? source.wholeFiles() : null;
        return whole == null
                ? new CursorCopy(source, room, this).take(max, checkOpen)
                : new Taking(rest, max, room, checkOpen).from(whole);
    }

    /** The way of a cursor through entries that are put and files that are taken over. */
    private final class Taking {
        private final Cursor rest;
        private final long max;
        private final KeyRange room;
        private final Runnable checkOpen;
        private long records;
        private long bytes;
        private ByteBuffer last = ByteBuffer.allocate(128);

        Taking(Cursor rest, long max, KeyRange room, Runnable checkOpen) {
            this.rest = rest;
            this.max = max;
            this.room = room;
            this.checkOpen = checkOpen;
        }

        Taken from(WholeFiles whole) {
            for (long steps = 1; records < max && rest.next(); steps++) {
                ByteBuffer key = rest.key();
                if (!room.contains(key)) {
                    return taken(true);
                }
                WholeFile file = whole.beginningAt(key);
                if (file == null || !link(file)) {
                    copy(key, rest.value());
                }
                if ((steps & STEPS_BETWEEN_CHECKS - 1) == 0) {
                    checkOpen.run();
                }
            }
            return taken(false);
        }

        private boolean link(WholeFile file) {
            if (file.fileBytes() < options.leastLinkedBytes()
                    || (file.records() - 1) / MOST_OVER_MAX >= max
                    || !room.contains(file.last())
                    || !files().link(file)) {
                return false;
            }
            if (!rest.seek(file.last()) || Keys.compare(rest.key(), ByteBuffer.wrap(file.last())) != 0) {
                throw new EngineException(
                        Kind.CORRUPT, file.path() + " does not end with what its store shows as its last entry");
            }
            records += file.records();
            bytes += file.bytes();
            last = ByteBuffer.wrap(file.last());
            return true;
        }

        private void copy(ByteBuffer key, ByteBuffer value) {
            put(key, value);
            records++;
            bytes += (long) key.remaining() + value.remaining();
            int length = key.remaining();
            if (last.capacity() < length) {
                last = ByteBuffer.allocate(Math.max(length, 2 * last.capacity()));
            }
            last.clear().put(0, key, key.position(), length).limit(length);
        }

        private Taken taken(boolean isAhead) {
            return new Taken(records, bytes, records == 0 ? null : Keys.copy(last), isAhead);
        }
    }

    /** Bytes of the files that were taken over. */
    long linkedFileBytes() {
        return files == null ? 0 : files.linkedFileBytes();
    }

    /** Bytes of keys and values in the files that were taken over. */
    long linkedBytes() {
        return files == null ? 0 : files.linkedBytes();
    }

    @Override
    public void put(ByteBuffer key, ByteBuffer value) {
        StagedFiles open = filesFor(key.remaining(), value.remaining());
        if (open != null) {
            open.put(key, value);
        } else {
            small.add(new Entry(Keys.copy(key), Keys.copy(value)));
        }
    }

    /** Takes an entry of which key and value are the first bytes of arrays. */
    void put(byte[] key, int keyLength, byte[] value, int valueLength) {
        StagedFiles open = filesFor(keyLength, valueLength);
        if (open != null) {
            open.put(key, keyLength, value, valueLength);
        } else {
            small.add(new Entry(Arrays.copyOf(key, keyLength), Arrays.copyOf(value, valueLength)));
        }
    }

    @Override
    public void delete(ByteBuffer key) {
        StagedFiles open = filesFor(key.remaining(), 0);
        if (open != null) {
            open.delete(key);
        } else {
            small.add(new Entry(Keys.copy(key), null));
        }
    }

    /** Where an entry of these lengths goes; null for the heap. */
    private @Nullable StagedFiles filesFor(int keyLength, int valueLength) {
        if (files == null) {
            smallBytes += (long) keyLength + valueLength;
            if (smallBytes > options.smallBytes()) {
                spill();
            }
        }
        return files;
    }

    private StagedFiles files() {
        StagedFiles open = files;
        return open == null ? spill() : open;
    }

    /** Moves what is on the heap to files. */
    private StagedFiles spill() {
        StagedFiles open = new StagedFiles(names);
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
        StagedFiles staged = files();
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
