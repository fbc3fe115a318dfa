package io.inlay.engine.support;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file for storage libraries written in Java: {@link Thread#interrupt} does not close it, as it would close a
 * {@link java.nio.channels.FileChannel}, and after a failed write nothing is written to it any more, while reads go on. A
 * library that would close itself on a failed write need not hear of one: the engine asks {@link #check} after each of its
 * steps, refuses all later ones, and decides by opening the file anew. Safe for many threads at once; a write or sync does
 * not hold up reads.
 */
public final class SteadyFile implements AutoCloseable {
    private final RandomAccessFile reading;
    private final @Nullable RandomAccessFile writing;
    private volatile @Nullable IOException failure;

    /**
     * Opens a file that is there.
     *
     * @throws IOException when it cannot be opened
     */
    public SteadyFile(Path path, boolean readOnly) throws IOException {
        this.reading = new RandomAccessFile(path.toFile(), "r");
        try {
            this.writing = readOnly ? null : new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            reading.close();
            throw e;
        }
    }

    /** Bytes in the file. */
    public long length() throws IOException {
        return reading.length();
    }

    /**
     * Reads as many bytes as the array takes.
     *
     * @throws EOFException when the file ends before
     */
    public void read(long position, byte[] into) throws IOException {
        synchronized (reading) {
            reading.seek(position);
            reading.readFully(into);
        }
    }

    /** Writes some bytes of an array; a failure is told by {@link #check}. */
    public void write(long position, byte[] from, int offset, int length) {
        change(file -> {
            file.seek(position);
            file.write(from, offset, length);
        });
    }

    /** Sets the length; a failure is told by {@link #check}. */
    public void setLength(long length) {
        change(file -> file.setLength(length));
    }

    /** Makes durable what was written; a failure is told by {@link #check}. */
    public void sync() {
        if (failure == null && writing != null) {
            try {
                writing.getFD().sync();
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    private interface Change {
        void of(RandomAccessFile file) throws IOException;
    }

    private void change(Change change) {
        if (writing == null) {
            return;
        }
        synchronized (writing) {
            if (failure == null) {
                try {
                    change.of(writing);
                } catch (IOException e) {
                    failure = e;
                }
            }
        }
    }

    /** Throws the first failure to write, if there was one. */
    public void check() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** From now on nothing is written. */
    public void freeze() {
        if (failure == null) {
            failure = new IOException("the file takes no more writes");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            reading.close();
        } finally {
            if (writing != null) {
                writing.close();
            }
        }
    }
}
