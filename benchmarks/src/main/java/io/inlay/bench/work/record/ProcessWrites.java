package io.inlay.bench.work.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What this process has had written to disk, as Linux counts it. */
public final class ProcessWrites {
    private static final Path COUNTS = Path.of("/proc/self/io");
    private static final String WRITTEN = "write_bytes: ";

    private ProcessWrites() {}

    /** Bytes so far, counted when a page of the cache becomes dirty (proc(5), {@code write_bytes}); none where it is not told. */
    public static OptionalLong bytes() {
        try {
            List<String> lines = Files.readAllLines(COUNTS);
            return lines.stream()
                    .filter(line -> line.startsWith(WRITTEN))
                    .mapToLong(line -> Long.parseLong(line.substring(WRITTEN.length())))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Bytes since an earlier count; none where that or this is not told. */
    public static OptionalLong since(OptionalLong before) {
        OptionalLong now = bytes();
        return before.isEmpty() || now.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(now.getAsLong() - before.getAsLong());
    }
}
