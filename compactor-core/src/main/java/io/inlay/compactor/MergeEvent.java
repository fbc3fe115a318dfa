package io.inlay.compactor;

import io.inlay.sync.key.SyncId;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The event of one merge. */
@Name("io.inlay.Merge")
@Label("Merge")
final class MergeEvent extends WorkEvent<MergeResult> {
    @Label("Sources")
    final int sources;

    @Label("Contested Keys")
    long contestedKeys;

    @Label("Rounds")
    int rounds;

    @Label("Rebuilt Indexes")
    int rebuiltIndexes;

    MergeEvent(SyncId sync, int sources) {
        super(sync);
        this.sources = sources;
    }

    @Override
    void fill(MergeResult result) {
        fill(result.records(), result.bytes(), result.times());
        contestedKeys = result.contestedKeys();
        rounds = result.rounds();
        rebuiltIndexes = result.rebuiltIndexes().size();
    }
}
