package io.inlay.cli.quickstart;

import io.inlay.engine.Engine;
import io.inlay.engine.Snapshot;
import io.inlay.sync.key.SyncId;

/** Looks at the run record and the ends of all ranges of a sync in every round, thousands of times a second. */
final class Prober extends Watcher<Probe> {
    private final SyncId sync;

    Prober(Engine engine, SyncId sync, Moment moment, Probe before, Probe after) {
        super("prober", engine, moment, before, after);
        this.sync = sync;
    }

    @Override
    Probe observe(Snapshot snapshot) {
        return Probe.of(snapshot, sync);
    }
}
