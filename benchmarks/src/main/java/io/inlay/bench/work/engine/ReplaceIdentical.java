package io.inlay.bench.work.engine;

import io.inlay.bench.work.record.Content;

/** The replace of a range by another store's, in which nothing differs. */
public final class ReplaceIdentical extends ReplaceWork {
    /** Makes the work. */
    public ReplaceIdentical() {
        super(Content.FIRST);
    }
}
