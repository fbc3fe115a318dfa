package io.inlay.engine.rocksdb;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The properties of a table file that is to be taken into a store: what RocksDB asks for when it does that or opens the file,
 * under the names of RocksDB's {@code table/table_properties.cc} without their common beginning. For one thread.
 */
final class FileProperties {
    /** The name of the properties in the block of names. */
    static final byte[] BLOCK = name("properties");

    private static final int EXTERNAL_FILE_VERSION = 2;
    private static final long UNKNOWN_COLUMN_FAMILY = Integer.MAX_VALUE;

    private static final List<String> ZEROS = List.of(
            "creation.time",
            "oldest.key.time",
            "newest.key.time",
            "key.largest.seqno",
            "key.smallest.seqno",
            "filter.size",
            "num.filter_entries",
            "fixed.key.length",
            "merge.operands",
            "num.range-deletions",
            "num.uniform.blocks");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int SESSION_DIGITS = 20;

    private final SortedMap<String, byte[]> values = new TreeMap<>();

    /** Properties of a file with nothing in it. */
    FileProperties() {
        for (String zero : ZEROS) {
            number(zero, 0);
        }
        number("column.family.id", UNKNOWN_COLUMN_FAMILY)
                .number("format.version", TableOutput.FORMAT_VERSION)
                .text("comparator", "leveldb.BytewiseComparator")
                .text("merge.operator", "nullptr")
                .text("prefix.extractor.name", "nullptr")
                .text("property.collectors", "[]")
                .text("block.based.table.decoupled.partitioned.filters", "1")
                .text("block.based.table.prefix.filtering", "0")
                .text("block.based.table.whole.key.filtering", "1");
        values.put("block.based.table.index.type", new byte[Integer.BYTES]);
        values.put("external_sst_file.global_seqno", new byte[Long.BYTES]);
        values.put(
                "external_sst_file.version",
                new TableBytes(Integer.BYTES).fixed32(EXTERNAL_FILE_VERSION).toByteArray());
    }

    FileProperties number(String name, long value) {
        values.put(name, new TableBytes(TableBytes.MOST_VARINT).varint(value).toByteArray());
        return this;
    }

    FileProperties text(String name, String value) {
        values.put(name, value.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** How many entries there are, deletes of keys and ranges among them. */
    FileProperties entries(long all, long deletes) {
        return number("num.entries", all).number("deleted.keys", deletes);
    }

    /** Bytes of all keys, each with its sequence number and kind, and of all values. */
    FileProperties raw(long keyBytes, long valueBytes) {
        return number("raw.key.size", keyBytes).number("raw.value.size", valueBytes);
    }

    /** Bytes of the data blocks in the file, of the index, and how many data blocks there are. */
    FileProperties sizes(long data, long index, long dataBlocks) {
        return number("data.size", data).number("index.size", index).number("num.data.blocks", dataBlocks);
    }

    /**
     * What no other file has: RocksDB notes in its manifest which file it took in, and finds another one in its place when it
     * opens it.
     */
    FileProperties identity() {
        StringBuilder session = new StringBuilder(SESSION_DIGITS);
        for (int i = 0; i < SESSION_DIGITS; i++) {
            session.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        }
        return text("creating.db.identity", "Inlay")
                .text("creating.session.identity", session.toString())
                .number("original.file.number", 1);
    }

    /** The properties as a block. */
    TableBlock block() {
        TableBlock block = new TableBlock(1, 1 << 11);
        for (Map.Entry<String, byte[]> property : values.entrySet()) {
            block.add(name(property.getKey()), property.getValue());
        }
        return block;
    }

    /** A name in full. */
    static byte[] name(String rest) {
        return ("rocksdb." + rest).getBytes(StandardCharsets.US_ASCII);
    }
}
