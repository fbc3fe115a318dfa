package io.inlay.cli.quickstart;

import io.inlay.cli.access.AccessHeader;
import io.inlay.cli.access.AccessRow;
import io.inlay.cli.access.AccessRows;
import org.jspecify.annotations.Nullable;

/** One of every so many rows of a snapshot. */
final class Thinned implements AccessRows {
    private final AccessRows rows;
    private final int spacing;

    Thinned(AccessRows rows, int spacing) {
        this.rows = rows;
        this.spacing = spacing;
    }

    @Override
    public AccessHeader header() {
        return rows.header();
    }

    @Override
    public @Nullable AccessRow next() {
        AccessRow row = rows.next();
        for (int i = 1; row != null && i < spacing; i++) {
            row = rows.next();
        }
        return row;
    }

    @Override
    public String name() {
        return rows.name();
    }

    @Override
    public void close() {
        rows.close();
    }
}
