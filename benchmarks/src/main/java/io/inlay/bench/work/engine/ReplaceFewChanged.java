package io.inlay.bench.work.engine;

import io.inlay.bench.work.record.Content;

/** The replace of a range by another store's, in which one place in a thousand differs. */
public final class ReplaceFewChanged extends ReplaceWork {
    /** Makes the work. */
    public ReplaceFewChanged() {
        super(Content.FEW_CHANGED);
    }
}
