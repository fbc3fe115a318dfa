package io.inlay.engine.lmdb;

import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The pages of the data file, mapped read-only by Java beside LMDB's own map of the same file. Mappings belong to the garbage
 * collector: none is ever taken away under a reader, so a buffer lent from one stays readable after everything is closed.
 * Safe for many threads; {@link #reach} is for the writer thread alone.
 */
final class PageFile {
    /** Name of LMDB's data file. */
    static final String NAME = "data.mdb";

    private static final int CHUNK_SHIFT = 30;
    private static final int CACHE_LINE_BYTES = 64;
    private static final long LEAST_STEP = 256 << 10;
    private static final long MOST_STEP = 16 << 20;

    private final Path path;
    private final int pageSize;
    private final int chunkShift;
    private final long chunkMask;
    private volatile ByteBuffer[] chunks = {};

    PageFile(Path path, int pageSize) {
        this(path, pageSize, CHUNK_SHIFT);
    }

    /**
     * Makes an unmapped page file.
     *
     * @param chunkShift binary logarithm of the bytes per mapping, a multiple of the page size
     */
    PageFile(Path path, int pageSize, int chunkShift) {
        this.path = path;
        this.pageSize = pageSize;
        this.chunkShift = chunkShift;
        this.chunkMask = (1L << chunkShift) - 1;
    }

    Path path() {
        return path;
    }

    int pageSize() {
        return pageSize;
    }

    /** The little-endian mapping that holds a page; it is mapped first where need be. */
    ByteBuffer chunk(long page) {
        long at = page * pageSize;
        int index = (int) (at >>> chunkShift);
        ByteBuffer[] now = chunks;
        if (index < now.length && (at & chunkMask) + pageSize <= now[index].capacity()) {
            return now[index];
        }
        return map(page, index);
    }

    /** Where a page starts in its {@link #chunk}. */
    int offset(long page) {
        return (int) (page * pageSize & chunkMask);
    }

    /**
     * Reads every cache line of a page, so that whoever reads the page next need not wait; none of a page that is not mapped.
     * Measured in docs/decisions/0003.
     *
     * @return a value that depends on all that was read, without which the compiler would leave the reads out
     */
    int prefetch(long page) {
        long at = page * pageSize;
        int index = (int) (at >>> chunkShift);
        ByteBuffer[] now = chunks;
        if (page < 0 || index >= now.length || (at & chunkMask) + pageSize > now[index].capacity()) {
            return 0;
        }
        ByteBuffer chunk = now[index];
        int start = (int) (at & chunkMask);
        int sum = 0;
        for (int line = 0; line < pageSize; line += CACHE_LINE_BYTES) {
            sum += chunk.get(start + line);
        }
        return sum;
    }

    private synchronized ByteBuffer map(long page, int index) {
        try {
            DurableFiles.uninterrupted(() -> {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                    mapAll(channel);
                    return path;
                }
            });
        } catch (IOException e) {
            throw Failures.io("mapping", path, e);
        }
        ByteBuffer[] now = chunks;
        if (index >= now.length || offset(page) + pageSize > now[index].capacity()) {
            throw LmdbFailures.corrupt(path, "it ends before page " + page);
        }
        return now[index];
    }

    /** Maps whole pages up to the end of the file. A chunk that has grown is mapped anew; the old mapping stays with its users. */
    private void mapAll(FileChannel channel) throws IOException {
        long size = channel.size() / pageSize * pageSize;
        int count = (int) ((size + chunkMask) >>> chunkShift);
        ByteBuffer[] now = Arrays.copyOf(chunks, Math.max(count, chunks.length));
        for (int i = 0; i < count; i++) {
            long start = (long) i << chunkShift;
            long length = Math.min(1L << chunkShift, size - start);
            if (now[i] == null || now[i].capacity() < length) {
                now[i] = channel.map(MapMode.READ_ONLY, start, length).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        chunks = now;
    }

    /**
     * Makes sure that the pages up to the last one are mapped. The file is made longer in steps (sparse, at most 1/8), so
     * that a growing store is not mapped anew at every commit. Only between transactions, by the thread that writes.
     */
    void reach(long lastPage) {
        long needed = (lastPage + 1) * pageSize;
        int index = (int) ((needed - 1) >>> chunkShift);
        ByteBuffer[] now = chunks;
        if (index < now.length && ((needed - 1) & chunkMask) < now[index].capacity()) {
            return;
        }
        long step = Math.min(MOST_STEP, Math.max(LEAST_STEP, Long.highestOneBit(needed) / 8));
        extend((needed + step - 1) / step * step);
        map(lastPage, index);
    }

    private void extend(long length) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() < length) {
                file.setLength(length);
            }
        } catch (IOException e) {
            // without leave to grow ahead the file is mapped as far as it goes
        }
    }

    /**
     * After a transaction that ran out of space: gives back what it had written beyond the last page in use. Only between
     * transactions, by the thread that writes, and only where {@code lastPage} is that of the newest commit.
     */
    void giveBack(long lastPage) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long needed = (lastPage + 1) * pageSize;
            if (file.length() > needed) {
                file.setLength(needed);
            }
        } catch (IOException e) {
            // it stays and is used by later transactions
        }
    }
}
