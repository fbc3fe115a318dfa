package io.inlay.compactor;

import io.inlay.sync.key.SyncId;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The event of one fold. */
@Name("io.inlay.Fold")
@Label("Fold")
final class FoldEvent extends WorkEvent<FoldResult> {
    @Label("Newer Syncs")
    final int newer;

    @Label("Strategy")
    String strategy = "";

    @Label("Added Records")
    long added;

    @Label("Replaced Records")
    long replaced;

    FoldEvent(SyncId sync, int newer) {
        super(sync);
        this.newer = newer;
    }

    @Override
    void fill(FoldResult result) {
        fill(result.records(), result.bytes(), result.times());
        strategy = result.strategy().name();
        added = result.added();
        replaced = result.replacedRecords();
    }
}
