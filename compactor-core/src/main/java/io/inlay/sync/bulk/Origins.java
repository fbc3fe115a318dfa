package io.inlay.sync.bulk;

import io.inlay.sync.SyncException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where records come from, each place as one number: 24 bits for the source, 40 bits for the line. For one thread.
 */
final class Origins {
    /** Bytes of an origin. */
    static final int BYTES = Long.BYTES;

    private static final int LINE_BITS = 40;
    private static final long LARGEST_LINE = (1L << LINE_BITS) - 1;
    private static final int MOST_SOURCES = 1 << (Long.SIZE - LINE_BITS - 1);

    private final List<String> sources = new ArrayList<>(List.of(""));

    /** The records that follow come from this source. */
    void from(String source) {
        if (!sources.get(sources.size() - 1).equals(source)) {
            if (sources.size() == MOST_SOURCES) {
                throw new SyncException(SyncException.Kind.INVALID, "more than " + MOST_SOURCES + " sources");
            }
            sources.add(source);
        }
    }

    /** The number of a line of the present source; lines beyond 2<sup>40</sup> − 1 count as that one. */
    long of(long line) {
        return ((long) (sources.size() - 1) << LINE_BITS) | Math.min(Math.max(line, 0), LARGEST_LINE);
    }

    /** A place for messages, as {@code file:12}, or {@code line 12} without a source. */
    String describe(long origin) {
        String source = sources.get((int) (origin >>> LINE_BITS));
        long line = origin & LARGEST_LINE;
        return source.isEmpty() ? "line " + line : source + ":" + line;
    }
}
