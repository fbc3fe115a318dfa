package io.inlay.engine.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The flushes of a child process ({@code fsync}, {@code fdatasync}, {@code msync}), counted, and made to fail with EIO where
 * wanted: by a small library that is loaded before the system's own and compiled here by the system's C compiler.
 */
final class Flushes {
    private static final String SOURCE = "flushes.c";
    private static final String NUMBERS = "INLAY_FLUSHES";
    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int COUNTED = 2;
    private static final int FAILED = 3;
    private static final int LENGTH = 16;

    private final IntBuffer numbers;

    private Flushes(IntBuffer numbers) {
        this.numbers = numbers;
    }

    /**
     * A command that runs another one with its flushes counted; absent where there is no C compiler. Whether they are counted
     * is for the child to find out.
     *
     * @param top an existing directory for the library and what it counts in
     */
    static Optional<List<String>> wrapper(Path top) throws IOException {
        Path source = top.resolve(SOURCE);
        Path library = top.resolve("flushes.so");
        Path numbers = top.resolve("flushes");
        try (InputStream text = Flushes.class.getResourceAsStream(SOURCE)) {
            if (text == null) {
                throw new AssertionError(SOURCE + " is missing beside its class");
            }
            Files.copy(text, source);
        }
        if (!Mounts.succeeds(List.of("cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString()))) {
            return Optional.empty();
        }
        Files.write(numbers, new byte[LENGTH]);
        return Optional.of(List.of("env", "LD_PRELOAD=" + library, NUMBERS + "=" + numbers));
    }

    /** The flushes of this process, a child that {@link #wrapper} runs; absent where the system does not let them be counted. */
    static Optional<Flushes> here(Path trial) throws IOException {
        Path file = Path.of(System.getenv(NUMBERS));
        Flushes flushes;
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            flushes = new Flushes(opened.getChannel()
                    .map(FileChannel.MapMode.READ_WRITE, 0, LENGTH)
                    .order(ByteOrder.nativeOrder())
                    .asIntBuffer());
        }
        int before = flushes.counted();
        try (FileChannel channel = FileChannel.open(trial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return flushes.counted() > before ? Optional.of(flushes) : Optional.empty();
    }

    /** How many there were. */
    int counted() {
        return numbers.get(COUNTED);
    }

    /** How many of them failed. */
    int failed() {
        return numbers.get(FAILED);
    }

    /** From now on the flushes from one to another one fail, counted from 1; up to 0 none does. */
    void fail(int first, int last) {
        int before = counted();
        numbers.put(LAST, last < Integer.MAX_VALUE - before ? before + last : Integer.MAX_VALUE);
        numbers.put(FIRST, before + first);
    }

    /** From now on flushes succeed. */
    void heal() {
        numbers.put(LAST, 0);
    }
}
