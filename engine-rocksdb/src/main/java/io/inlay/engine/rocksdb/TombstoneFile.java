package io.inlay.engine.rocksdb;

import io.inlay.engine.Keys;
import io.inlay.engine.support.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Writes a RocksDB table file that holds one range tombstone and nothing else, which RocksDB's Java binding has no call for.
 *
 * <p>Format: RocksDB's block-based table, format version 5, checksums CRC-32C (RocksDB's sources: {@code table/format.h},
 * {@code block_based_table_builder.cc}). Blocks in this order: range deletions, properties, an empty index, the meta index,
 * then the footer. Each block is followed by its compression type (none) and its masked checksum.
 *
 * <p>The tombstone stands twice in the file. RocksDB marks a file with exactly one for compaction as it takes it in, and would
 * write all that the tombstone hides once more while a snapshot is open; housekeeping chooses a better time.
 */
final class TombstoneFile {
    private static final int FORMAT_VERSION = 5;
    private static final long MAGIC = 0x88e241b785f4cff7L;
    private static final byte CHECKSUM_CRC32C = 1;
    private static final byte NO_COMPRESSION = 0;
    private static final int CHECKSUM_MASK = 0xa282ead8;
    private static final int FOOTER_HANDLES = 40;
    /** Trailer of an internal key: sequence 0, type range deletion (15). */
    private static final long RANGE_DELETION = 0x0f;

    private static final int SEQUENCE_TRAILER = 8;
    private static final int COPIES = 2;
    private static final int EXTERNAL_FILE_VERSION = 2;
    private static final long UNKNOWN_COLUMN_FAMILY = Integer.MAX_VALUE;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream(1024);

    private TombstoneFile() {}

    /** Where a block lies. */
    private record Handle(int offset, int size) {}

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
        byte[] content = content(from, until);
        DurableFiles.createPrivateFile(path);
        try (RandomAccessFile out = new RandomAccessFile(path.toFile(), "rw")) {
            out.write(content);
        }
    }

    /** The bytes of the whole file. */
    static byte[] content(byte[] from, byte[] until) {
        TombstoneFile table = new TombstoneFile();
        byte[] start =
                new Bytes().raw(from).fixed(RANGE_DELETION, SEQUENCE_TRAILER).toByteArray();
        Handle deletions = table.block(new Entries().add(start, until).add(start, until));
        Handle properties = table.block(properties(COPIES * start.length, COPIES * until.length));
        Handle index = table.block(new Entries());
        Handle metaIndex = table.block(new Entries()
                .add(ascii("rocksdb.properties"), encoded(properties))
                .add(ascii("rocksdb.range_del"), encoded(deletions)));
        table.footer(metaIndex, index);
        return table.file.toByteArray();
    }

    /** The properties that RocksDB asks for when it takes in or opens a file, in the order of their names. */
    private static Entries properties(int keyBytes, int valueBytes) {
        SortedMap<String, byte[]> named = new TreeMap<>();
        for (String zero : new String[] {
            "data.size", "filter.size", "fixed.key.length", "index.size", "merge.operands", "num.data.blocks"
        }) {
            named.put(zero, number(0));
        }
        named.put("block.based.table.index.type", fixed(0, Integer.BYTES));
        named.put("block.based.table.prefix.filtering", ascii("0"));
        named.put("block.based.table.whole.key.filtering", ascii("1"));
        named.put("column.family.id", number(UNKNOWN_COLUMN_FAMILY));
        named.put("comparator", ascii("leveldb.BytewiseComparator"));
        named.put("deleted.keys", number(COPIES));
        named.put("external_sst_file.global_seqno", fixed(0, Long.BYTES));
        named.put("external_sst_file.version", fixed(EXTERNAL_FILE_VERSION, Integer.BYTES));
        named.put("format.version", number(FORMAT_VERSION));
        named.put("merge.operator", ascii("nullptr"));
        named.put("num.entries", number(COPIES));
        named.put("num.range-deletions", number(COPIES));
        named.put("prefix.extractor.name", ascii("nullptr"));
        named.put("property.collectors", ascii("[]"));
        named.put("raw.key.size", number(keyBytes));
        named.put("raw.value.size", number(valueBytes));
        Entries entries = new Entries();
        for (Map.Entry<String, byte[]> property : named.entrySet()) {
            entries.add(ascii("rocksdb." + property.getKey()), property.getValue());
        }
        return entries;
    }

    /** Appends a block with its trailer. */
    private Handle block(Entries entries) {
        byte[] content = entries.finish();
        int offset = file.size();
        CRC32C crc = new CRC32C();
        crc.update(content);
        crc.update(NO_COMPRESSION);
        int sum = (int) crc.getValue();
        int masked = ((sum >>> 15) | (sum << 17)) + CHECKSUM_MASK;
        file.writeBytes(content);
        file.write(NO_COMPRESSION);
        file.writeBytes(fixed(masked, Integer.BYTES));
        return new Handle(offset, content.length);
    }

    private void footer(Handle metaIndex, Handle index) {
        byte[] handles = new Bytes().raw(encoded(metaIndex)).raw(encoded(index)).toByteArray();
        file.write(CHECKSUM_CRC32C);
        file.writeBytes(handles);
        file.writeBytes(new byte[FOOTER_HANDLES - handles.length]);
        file.writeBytes(fixed(FORMAT_VERSION, Integer.BYTES));
        file.writeBytes(fixed(MAGIC, Long.BYTES));
    }

    private static byte[] encoded(Handle handle) {
        return new Bytes().varint(handle.offset()).varint(handle.size()).toByteArray();
    }

    private static byte[] number(long value) {
        return new Bytes().varint(value).toByteArray();
    }

    private static byte[] fixed(long value, int size) {
        return new Bytes().fixed(value, size).toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The entries of a block, each at a restart point, so that none shares a prefix with the one before. */
    private static final class Entries {
        private final Bytes content = new Bytes();
        private final Bytes restarts = new Bytes();
        private int count;

        Entries add(byte[] key, byte[] value) {
            restarts.fixed(content.size(), Integer.BYTES);
            count++;
            content.varint(0).varint(key.length).varint(value.length).raw(key).raw(value);
            return this;
        }

        byte[] finish() {
            if (count == 0) {
                restarts.fixed(0, Integer.BYTES);
                count = 1;
            }
            return content.raw(restarts.toByteArray())
                    .fixed(count, Integer.BYTES)
                    .toByteArray();
        }
    }

    /** Bytes in the encodings of the format: little-endian, and varint with seven bits a byte. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Bytes varint(long value) {
            long rest = value;
            while (rest >= 0x80) {
                out.write((int) (rest | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
            return this;
        }

        Bytes fixed(long value, int size) {
            for (int i = 0; i < size; i++) {
                out.write((int) (value >>> (8 * i)));
            }
            return this;
        }

        int size() {
            return out.size();
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }
    }
}
