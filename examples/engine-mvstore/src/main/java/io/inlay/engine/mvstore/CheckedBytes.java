package io.inlay.engine.mvstore;

import io.inlay.engine.Keys;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Byte strings in the order of keys. On disk: length as a variable-length integer, the bytes, their crc32c as u32. */
final class CheckedBytes extends BasicDataType<byte[]> {
    /** What an array takes in the heap besides its bytes. */
    private static final int ARRAY_OVERHEAD = 24;

    @Override
    public int getMemory(byte[] bytes) {
        return ARRAY_OVERHEAD + bytes.length;
    }

    @Override
    public int compare(byte[] a, byte[] b) {
        return Keys.compare(a, b);
    }

    @Override
    public void write(WriteBuffer out, byte[] bytes) {
        out.putVarInt(bytes.length).put(bytes).putInt(checksum(bytes));
    }

    @Override
    public byte[] read(ByteBuffer in) {
        int length = DataUtils.readVarInt(in);
        if (length < 0 || length > in.remaining() - Integer.BYTES) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "an entry has a wrong length");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        if (in.getInt() != checksum(bytes)) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "an entry does not match its checksum");
        }
        return bytes;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }
}
