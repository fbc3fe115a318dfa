package io.inlay.engine.tck.model;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.support.Failures;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of an {@link EntryLog} back.
 *
 * @param entries what they amount to
 * @param end the position after the last valid record
 * @param generation a number that all records of one log bear and those of the log that it took the place of do not: after a
 *     power loss a file may show what was in the blocks that it was given
 */
record Records(SortedEntries entries, long end, long generation) {
    static final int HEADER = 36;

    private static final int MAGIC = 0x494e4c59;
    private static final int CHECKED = HEADER - Integer.BYTES;
    private static final int WINDOW = 1 << 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A valid header. */
    private record Header(long generation, long length, long durable, int checksum) {}

    /** A generation for a new log. */
    static long newGeneration() {
        return RANDOM.nextLong();
    }

    static byte[] header(long generation, long position, long length, long durable, int checksum) {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putInt(MAGIC)
                .putLong(generation)
                .putLong(length)
                .putLong(durable)
                .putInt(checksum);
        return header.putInt(checksum(header.array(), 0, position)).array();
    }

    private static int checksum(byte[] header, int offset, long position) {
        CRC32C crc = new CRC32C();
        crc.update(header, offset, CHECKED);
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, position));
        return (int) crc.getValue();
    }

    private static @Nullable Header parse(byte[] bytes, int offset, long position) {
        ByteBuffer header = ByteBuffer.wrap(bytes, offset, HEADER);
        boolean valid =
                header.getInt(offset) == MAGIC && header.getInt(offset + CHECKED) == checksum(bytes, offset, position);
        return valid
                ? new Header(
                        header.getLong(offset + 4),
                        header.getLong(offset + 12),
                        header.getLong(offset + 20),
                        header.getInt(offset + 28))
                : null;
    }

    /**
     * Reads a log; one that was never made is empty.
     *
     * @param most position after which nothing is read
     * @param stop asked after every record; true ends the reading there
     * @throws EngineException CORRUPT when a record that was durable does not check
     */
    static Records read(Path path, long most, BooleanSupplier stop) {
        SortedEntries entries = SortedEntries.EMPTY;
        long end = 0;
        long generation = newGeneration();
        EntryLog.refuseLost(path);
        if (Files.notExists(path)) {
            return new Records(entries, end, generation);
        }
        try (InputStream file = new BufferedInputStream(new FileInputStream(path.toFile()), WINDOW)) {
            while (end < most && !stop.getAsBoolean()) {
                byte[] bytes = file.readNBytes(HEADER);
                Header header = bytes.length == HEADER ? parse(bytes, 0, end) : null;
                boolean own = header != null && (end == 0 || header.generation == generation);
                SortedEntries next = header == null || !own ? null : readPayload(file, header, entries);
                if (header == null || next == null) {
                    refuseIfDurable(path, generation, end, most);
                    break;
                }
                generation = header.generation;
                entries = next;
                end += HEADER + header.length();
            }
        } catch (IOException e) {
            throw Failures.io("reading", path, e);
        }
        return new Records(entries, end, generation);
    }

    private static @Nullable SortedEntries readPayload(InputStream file, Header header, SortedEntries before)
            throws IOException {
        CheckedInputStream checked = new CheckedInputStream(file, new CRC32C());
        SortedEntries after = Steps.apply(new DataInputStream(checked), header.length(), before);
        return after != null && (int) checked.getChecksum().getValue() == header.checksum() ? after : null;
    }

    /** Looks behind a record that does not check for one of its log, or of any where it is the first, that says it was durable. */
    private static void refuseIfDurable(Path path, long generation, long bad, long most) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long length = Math.min(most, file.length());
            byte[] window = new byte[WINDOW];
            for (long start = bad + 1; start + HEADER <= length; start += WINDOW - HEADER) {
                file.seek(start);
                int filled = (int) Math.min(WINDOW, length - start);
                file.readFully(window, 0, filled);
                for (int i = 0; i + HEADER <= filled; i++) {
                    Header later = parse(window, i, start + i);
                    boolean own = later != null && (bad == 0 || later.generation == generation);
                    if (later != null && own && later.durable() > bad) {
                        throw new EngineException(Kind.CORRUPT, path + ": the record at " + bad + " is damaged");
                    }
                }
            }
        }
    }
}
