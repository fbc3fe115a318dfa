package io.inlay.cli.quickstart;

import io.inlay.engine.Engine;
import io.inlay.engine.Snapshot;
import io.inlay.sync.key.SyncId;

/**
 * What a store holds of a sync, as both watchers would see it.
 *
 * @param whole as the scanner
 * @param ends as the prober
 */
record State(Fingerprint whole, Probe ends) {
    static State of(Engine engine, SyncId sync) {
        try (Snapshot snapshot = engine.snapshot()) {
            return new State(Fingerprint.of(snapshot, sync), Probe.of(snapshot, sync));
        }
    }
}
