package io.inlay.engine.rocksdb;

import io.inlay.engine.Keys;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a RocksDB table file that holds one range tombstone and nothing else, which RocksDB's Java binding has no call for.
 *
 * <p>Blocks in this order: an empty index, range deletions, properties, the block of names.
 *
 * <p>The tombstone stands twice in the file. RocksDB marks a file with exactly one for compaction as it takes it in, and would
 * write all that the tombstone hides once more while a snapshot is open; housekeeping chooses a better time.
 */
final class TombstoneFile {
    /** Trailer of an internal key: sequence 0, type range deletion (15). */
    private static final long RANGE_DELETION = 0x0f;

    private static final int COPIES = 2;

    private TombstoneFile() {}

    /**
     * Writes a file, without forcing it to disk: taking it into a store does that.
     *
     * @param path where no file is yet
     * @param from lower bound of what is deleted, inclusive
     * @param until upper bound, exclusive; after {@code from}
     */
    static void write(Path path, byte[] from, byte[] until) throws IOException {
        if (Keys.compare(from, until) >= 0) {
            throw new IllegalArgumentException(
                    "a tombstone from " + Keys.printable(from) + " to " + Keys.printable(until));
        }
        byte[] start = new TableBytes(from.length + Long.BYTES)
                .raw(from)
                .fixed64(RANGE_DELETION)
                .toByteArray();
        try (TableOutput file = TableOutput.createSmall(path)) {
            TableOutput.Handle index = file.block(new TableBlock(1, 16).finish());
            TableBlock deletions = new TableBlock(1, COPIES * (start.length + until.length + 64));
            for (int i = 0; i < COPIES; i++) {
                deletions.add(start, until);
            }
            TableOutput.Handle deleted = file.block(deletions.finish());
            FileProperties properties = new FileProperties()
                    .entries(COPIES, COPIES)
                    .number("num.range-deletions", COPIES)
                    .raw((long) COPIES * start.length, (long) COPIES * until.length)
                    .sizes(0, 0, 0);
            TableOutput.Handle described = file.block(properties.block().finish());
            file.finish(
                    new TableBlock(1, 256)
                            .add(FileProperties.name("index"), index.encoded())
                            .add(FileProperties.BLOCK, described.encoded())
                            .add(FileProperties.name("range_del"), deleted.encoded()),
                    false);
        }
    }
}
