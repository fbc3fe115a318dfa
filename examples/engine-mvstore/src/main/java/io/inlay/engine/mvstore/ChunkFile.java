package io.inlay.engine.mvstore;

import io.inlay.engine.support.SteadyFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;
import org.jspecify.annotations.Nullable;

/**
 * MVStore's file. Other than the one it would open itself, an interrupt does not close it, it takes no lock beside the engine's
 * lease, and MVStore, which closes itself on a failed write and takes the open views away, hears of none.
 */
final class ChunkFile extends RandomAccessStore {
    private final SteadyFile file;

    ChunkFile(Path path, SteadyFile file, boolean readOnly, int cacheMebibytes) throws IOException {
        super(Map.of("cacheSize", cacheMebibytes));
        this.file = file;
        init(path.toString(), readOnly);
        setSize(file.length());
    }

    @Override
    public ByteBuffer readFully(@Nullable SFChunk chunk, long position, int length) {
        try {
            if (position < 0 || length < 0 || position + length > size()) {
                throw new EOFException(length + " bytes at " + position + " are missing");
            }
            byte[] bytes = new byte[length];
            file.read(position, bytes);
            readCount.incrementAndGet();
            readBytes.addAndGet(length);
            return ByteBuffer.wrap(bytes);
        } catch (IOException e) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_READING_FAILED, "{0}", getFileName(), e);
        }
    }

    @Override
    protected void writeFully(@Nullable SFChunk chunk, long position, ByteBuffer from) {
        int length = from.remaining();
        setSize(Math.max(size(), position + length));
        file.write(position, from.array(), from.arrayOffset() + from.position(), length);
        writeCount.incrementAndGet();
        writeBytes.addAndGet(length);
    }

    /** Bytes written since it was opened. */
    long written() {
        return writeBytes.get();
    }

    @Override
    protected void truncate(long size) {
        setSize(Math.min(size(), size));
        file.setLength(size);
    }

    @Override
    public void sync() {
        file.sync();
    }

    @Override
    public void open(String name, boolean readOnly, char[] key) {
        throw new UnsupportedOperationException("the file is open");
    }

    @Override
    public ChunkFile open(String name, boolean readOnly) {
        throw new UnsupportedOperationException("there is one file");
    }

    @Override
    public void backup(ZipOutputStream out) {
        throw new UnsupportedOperationException("the engine has no such capability");
    }
}
