package io.inlay.engine.rocksdb;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB's write-ahead logs before it reads them. On some file systems a power loss leaves a file long whose end was never
 * written, with blocks of a deleted file in its place (ext4's {@code data=writeback}). Such blocks of an older log are whole
 * records to RocksDB: at the start of a log they would bring back what was overwritten since, and behind younger records it
 * refuses to open the store. Their sequence numbers tell that they are none of the log's own.
 *
 * <p>RocksDB's own answer, records that bear the number of their log, comes with reuse of logs only, and would lose flushed writes:
 * behind a log with old records at its end it reads on only where sequence numbers follow without a gap, and files that
 * are taken in between the two logs use some up.
 *
 * <p>Format (RocksDB's sources: {@code db/log_format.h}): blocks of 32 KiB hold pieces of a checksum of four bytes, a length of
 * two, a kind (the whole of a record, its first, a middle or its last piece), bytes. After a piece of another kind the rest of a
 * block is passed over. A record begins with the sequence number of its first operation and the count of operations.
 */
final class LogFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
    private static final String SUFFIX = ".log";
    private static final int BLOCK = 1 << 15;
    private static final int HEADER = 7;
    private static final int LENGTH_AT = 4;
    private static final int KIND_AT = 6;
    private static final int WHOLE = 1;
    private static final int FIRST = 2;
    private static final int LAST = 4;
    private static final int COUNT_AT = 8;
    private static final int RECORD_HEADER = 12;

    private long next;

    private LogFiles(long next) {
        this.next = next;
    }

    /** Has records of older logs taken for the end of what was written, where the logs of a store may hold any. */
    static void guard(Path directory, TreeOptions tree) {
        try {
            SortedMap<Long, Path> logs = logs(directory);
            if (logs.isEmpty()) {
                return;
            }
            ManifestFile manifest = ManifestFile.read(directory);
            if (mayHoldOlderRecords(logs.tailMap(manifest.firstLog()), manifest.lastFlushed())) {
                tree.endLogsAtOlderRecords(manifest.lastFlushed());
            }
        } catch (IOException e) {
            LOG.debug("RocksDB will tell what is wrong with {}", directory, e);
        }
    }

    /** The logs that hold anything, by their numbers. */
    private static SortedMap<Long, Path> logs(Path directory) throws IOException {
        SortedMap<Long, Path> logs = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[0-9]*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (Files.size(file) > 0) {
                    logs.put(Long.valueOf(name.substring(0, name.length() - SUFFIX.length())), file);
                }
            }
        }
        return logs;
    }

    /** Whether any record seems older than one before it; what only looks like a record counts too. */
    private static boolean mayHoldOlderRecords(Map<Long, Path> logs, long lastFlushed) throws IOException {
        LogFiles reading = new LogFiles(lastFlushed + 1);
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (Path log : logs.values()) {
            // no channel: an interrupt would close it
            try (FileInputStream file = new FileInputStream(log.toFile())) {
                for (int read = BLOCK; read == BLOCK; ) {
                    read = file.readNBytes(block.array(), 0, BLOCK);
                    if (reading.findsOlderRecord(block.limit(read))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean findsOlderRecord(ByteBuffer block) {
        int at = 0;
        while (at + HEADER <= block.limit()) {
            int kind = block.get(at + KIND_AT);
            if (kind < WHOLE || kind > LAST) {
                return false;
            }
            int record = at + HEADER;
            if (kind <= FIRST && record + RECORD_HEADER <= block.limit()) {
                if (sequence(block, record) < next) {
                    return true;
                }
                next = afterwards(block, record);
            }
            at = record + Short.toUnsignedInt(block.getShort(at + LENGTH_AT));
        }
        return false;
    }

    /** The sequence number of a record's first operation. */
    static long sequence(ByteBuffer block, int record) {
        return block.getLong(record);
    }

    /** The sequence number of the operation after a record's last. */
    static long afterwards(ByteBuffer block, int record) {
        return sequence(block, record) + Integer.toUnsignedLong(block.getInt(record + COUNT_AT));
    }
}
