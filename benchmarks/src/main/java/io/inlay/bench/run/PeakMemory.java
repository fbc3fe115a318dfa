package io.inlay.bench.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The most anonymous memory (heap, native memory, stacks; not mapped files) that was resident in this process at a time: {@code
 * RssAnon} of {@code /proc/self/status}, looked at fifty times a second by a thread of its own and at the end. 0 on systems
 * without it.
 */
final class PeakMemory {
    private static final String STATUS = "/proc/self/status";
    private static final String LINE = "RssAnon:";
    private static final long KIB = 1024;
    private static final int STATUS_BYTES = 8192;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private volatile long peak;

    /** Starts to look, until the process ends. */
    static PeakMemory watch() {
        PeakMemory memory = new PeakMemory();
        Thread thread = new Thread(memory::look, "peak-memory");
        thread.setDaemon(true);
        thread.start();
        return memory;
    }

    private void look() {
        try (RandomAccessFile status = new RandomAccessFile(STATUS, "r")) {
            byte[] text = new byte[STATUS_BYTES];
            while (true) {
                note(status, text);
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } catch (IOException e) {
            // not a system that tells: the peak stays 0
        }
    }

    private void note(RandomAccessFile status, byte[] text) throws IOException {
        status.seek(0);
        int length = status.read(text);
        note(anonymousBytes(new String(text, 0, Math.max(0, length), StandardCharsets.ISO_8859_1)));
    }

    private synchronized void note(long bytes) {
        peak = Math.max(peak, bytes);
    }

    /** The peak so far, this moment included. */
    long bytes() {
        try (RandomAccessFile status = new RandomAccessFile(STATUS, "r")) {
            note(status, new byte[STATUS_BYTES]);
        } catch (IOException e) {
            // as above
        }
        return peak;
    }

    static long anonymousBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith(LINE))
                .map(line -> line.substring(LINE.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .map(kibibytes -> kibibytes * KIB)
                .findFirst()
                .orElse(0);
    }
}
