package io.inlay.compactor;

import io.inlay.sync.key.SyncId;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The event of one compaction. */
@Name("io.inlay.Compact")
@Label("Compact")
final class CompactEvent extends WorkEvent<CompactResult> {
    CompactEvent(SyncId sync) {
        super(sync);
    }

    @Override
    void fill(CompactResult result) {
        fill(result.records(), result.bytes(), result.times());
    }
}
