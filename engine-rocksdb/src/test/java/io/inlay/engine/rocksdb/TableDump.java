package io.inlay.engine.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jpountz.lz4.LZ4Factory;

/** A table file of format version 6 taken apart, whoever wrote it. */
final class TableDump {
    private static final int FOOTER = 53;
    private static final int TRAILER = 5;

    private final ByteBuffer file;
    private final Map<String, byte[]> properties;
    private final List<String> indexKeys = new ArrayList<>();
    private final List<byte[]> dataBlocks = new ArrayList<>();

    TableDump(Path path) throws IOException {
        file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int footer = file.capacity() - FOOTER;
        int size = file.getInt(footer + 13);
        Map<String, byte[]> names = entries(block(footer - TRAILER - size, size));
        properties = entries(block(names.get("rocksdb.properties")));
        ByteBuffer index = block(names.get("rocksdb.index"));
        int end = end(index);
        while (index.position() < end) {
            varint(index);
            indexKeys.add(HexFormat.of().formatHex(bytes(index, varint(index))));
            ByteBuffer data = block(varint(index), varint(index));
            dataBlocks.add(bytes(data, data.remaining()));
        }
    }

    /** Properties by name. */
    Map<String, byte[]> properties() {
        return properties;
    }

    /** The key of each data block in the index, hexadecimal. */
    List<String> indexKeys() {
        return indexKeys;
    }

    /** The data blocks, uncompressed. */
    List<byte[]> dataBlocks() {
        return dataBlocks;
    }

    private ByteBuffer block(byte[] handle) {
        ByteBuffer numbers = ByteBuffer.wrap(handle);
        return block(varint(numbers), varint(numbers));
    }

    private ByteBuffer block(int offset, int size) {
        ByteBuffer stored = file.slice(offset, size).order(ByteOrder.LITTLE_ENDIAN);
        if (file.get(offset + size) == 0) {
            return stored;
        }
        byte[] content = new byte[varint(stored)];
        LZ4Factory.safeInstance()
                .safeDecompressor()
                .decompress(
                        bytes(stored, stored.remaining()),
                        0,
                        size - TableBytes.varintLength(content.length),
                        content,
                        0);
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int end(ByteBuffer block) {
        int restarts = block.getInt(block.limit() - Integer.BYTES);
        return block.limit() - Integer.BYTES * (restarts + 1);
    }

    private static Map<String, byte[]> entries(ByteBuffer block) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] last = new byte[0];
        int end = end(block);
        while (block.position() < end) {
            int shared = varint(block);
            int left = varint(block);
            int valueLength = varint(block);
            byte[] key = Arrays.copyOf(last, shared + left);
            block.get(key, shared, left);
            entries.put(new String(key, StandardCharsets.US_ASCII), bytes(block, valueLength));
            last = key;
        }
        return entries;
    }

    private static byte[] bytes(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static int varint(ByteBuffer from) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
