package io.inlay.engine.rocksdb;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The list of data files that a manifest tells of, read from the file itself, up to its first record that is not whole: what
 * RocksDB would find if it opened the store now, which after a failed flush of the manifest is not what it has in memory.
 *
 * <p>Format: a log of edits (RocksDB's sources: {@code db/log_format.h}, {@code db/version_edit.h} and {@code
 * EncodeTo} in {@code db/version_edit.cc}). Blocks of 32 KiB hold pieces: masked CRC-32C, length of two bytes, kind (the whole
 * of a record, its first, a middle or its last piece), bytes. An edit is a row of tags with what belongs to each.
 */
final class ManifestFile {
    private static final int BLOCK = 1 << 15;
    private static final int HEADER = 7;
    private static final int KIND_AT = 6;
    private static final int CHECKSUM_MASK = 0xa282ead8;
    private static final int WHOLE = 1;
    private static final int LAST = 4;

    private static final int END_OF_FILE_FIELDS = 1;
    private static final int SAFE_TO_PASS_OVER = 1 << 13;
    private static final int LOG_NUMBER = 2;
    private static final int NEW_FILE = 103;

    private final SortedMap<Long, Long> sizes = new TreeMap<>();
    private long firstLog = -1;
    private long lastFlushed;

    /** The newest sequence number in the files that the edit being read adds. */
    private long newest;

    private ManifestFile() {}

    /**
     * Numbers and sizes of the data files that the current manifest of a store names, ascending.
     *
     * @throws IOException where it cannot be read, or holds an edit of a kind unknown here
     */
    static SortedMap<Long, Long> files(Path directory) throws IOException {
        return read(directory).sizes;
    }

    /**
     * Reads the current manifest of a store.
     *
     * @throws IOException as {@link #files}
     */
    static ManifestFile read(Path directory) throws IOException {
        Path current = directory.resolve("CURRENT");
        Path manifest = directory.resolve(Files.readString(current).strip());
        ManifestFile reading = new ManifestFile();
        try {
            reading.read(ByteBuffer.wrap(Files.readAllBytes(manifest)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException(manifest + " holds an edit that cannot be read", e);
        }
        return reading;
    }

    /** The least number of a log that holds anything which is in no data file; -1 where the manifest tells none. */
    long firstLog() {
        return firstLog;
    }

    /** A sequence number below those of all records in the logs from {@link #firstLog} on; 0 where the manifest tells none. */
    long lastFlushed() {
        return lastFlushed;
    }

    private void read(ByteBuffer log) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(log.capacity());
        for (ByteBuffer piece = piece(log); piece != null; piece = piece(log)) {
            int kind = piece.get();
            record.put(piece);
            if (kind == WHOLE || kind == LAST) {
                edit(record.flip());
                record.clear();
            }
        }
    }

    /** The kind and the bytes of the next piece; null after the last whole one. */
    private static @Nullable ByteBuffer piece(ByteBuffer log) {
        int left = BLOCK - log.position() % BLOCK;
        if (left < HEADER) {
            log.position(Math.min(log.limit(), log.position() + left));
        }
        if (log.remaining() < HEADER) {
            return null;
        }
        int start = log.position();
        int length = Short.toUnsignedInt(log.getShort(start + Integer.BYTES));
        int kind = log.get(start + KIND_AT);
        if (kind < WHOLE || kind > LAST || log.remaining() < HEADER + length) {
            return null;
        }
        ByteBuffer piece = log.slice(start + KIND_AT, 1 + length);
        CRC32C crc = new CRC32C();
        crc.update(piece.duplicate());
        int sum = (int) crc.getValue();
        log.position(start + HEADER + length);
        return ((sum >>> 15) | (sum << 17)) + CHECKSUM_MASK == log.getInt(start) ? piece : null;
    }

    private void edit(ByteBuffer edit) throws IOException {
        long log = -1;
        newest = 0;
        while (edit.hasRemaining()) {
            int tag = (int) varint(edit);
            switch (tag) {
                case LOG_NUMBER -> log = varint(edit);
                case 1, 201 -> passOver(edit); // names of the comparator, of a column family
                case 3, 4, 9, 10, 200, 203, 300 -> varint(edit); // numbers
                case 5 -> { // where compactions go on: level and key
                    varint(edit);
                    passOver(edit);
                }
                case 6 -> { // a file that goes: level and number
                    varint(edit);
                    sizes.remove(varint(edit));
                }
                case NEW_FILE -> newFile(edit);
                default -> {
                    if ((tag & SAFE_TO_PASS_OVER) == 0) {
                        throw new IOException("a manifest holds an edit with the unknown tag " + tag);
                    }
                    passOver(edit);
                }
            }
        }
        if (log >= 0) {
            logBegins(log);
        }
    }

    /**
     * An edit that names a log puts what was in the logs before it into files: but for a manifest's first one, which lists the files
     * of that time, those taken in among them, which are newer than some records of the log.
     */
    private void logBegins(long log) {
        lastFlushed = firstLog < 0 ? 0 : Math.max(lastFlushed, newest);
        firstLog = log;
    }

    /** A file that comes: level, number, size, smallest and largest key, sequence numbers, and fields with tags of their own. */
    private void newFile(ByteBuffer edit) {
        varint(edit);
        long number = varint(edit);
        sizes.put(number, varint(edit));
        passOver(edit);
        passOver(edit);
        varint(edit);
        newest = Math.max(newest, varint(edit));
        while (varint(edit) != END_OF_FILE_FIELDS) {
            passOver(edit);
        }
    }

    private static void passOver(ByteBuffer edit) {
        int length = (int) varint(edit);
        edit.position(edit.position() + length);
    }

    private static long varint(ByteBuffer edit) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = edit.get();
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }
}
