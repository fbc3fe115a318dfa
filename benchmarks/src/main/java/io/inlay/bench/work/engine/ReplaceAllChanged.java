package io.inlay.bench.work.engine;

import io.inlay.bench.work.record.Content;

/** The replace of a range by another store's, in which every value is another. */
public final class ReplaceAllChanged extends ReplaceWork {
    /** Makes the work. */
    public ReplaceAllChanged() {
        super(Content.SECOND);
    }
}
