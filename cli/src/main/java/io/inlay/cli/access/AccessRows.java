package io.inlay.cli.access;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** The rows of one full snapshot, in any order. For one thread. */
public interface AccessRows extends Closeable {
    /** What is said about the snapshot as a whole. */
    AccessHeader header();

    /**
     * The next row, or null after the last one.
     *
     * @throws AccessDataException for a malformed row
     */
    @Nullable AccessRow next();

    /** Where the rows come from, for messages. */
    String name();

    @Override
    void close();
}
