package io.inlay.cli.quickstart;

import io.inlay.cli.quickstart.Moment.Stage;
import io.inlay.engine.Engine;
import io.inlay.engine.Snapshot;
import io.inlay.sync.key.SyncId;

/**
 * Reads all of a sync in every round. Asked to, it stops half-way through a round until the commit has returned, and reads the
 * other half of the same snapshot after it.
 */
final class Scanner extends Watcher<Fingerprint> {
    private final SyncId sync;
    private final Moment moment;
    private boolean spanAsked;
    private boolean halfWay;

    Scanner(Engine engine, SyncId sync, Moment moment, Fingerprint before, Fingerprint after) {
        super("scanner", engine, moment, before, after);
        this.sync = sync;
        this.moment = moment;
    }

    @Override
    Fingerprint observe(Snapshot snapshot) {
        return Fingerprint.of(snapshot, sync, this::pauseWhenAsked);
    }

    private synchronized void pauseWhenAsked() {
        if (spanAsked) {
            spanAsked = false;
            halfWay = true;
            wake();
            await(() -> moment.stage() == Stage.AFTER);
        }
    }

    /** Waits until a round stands half-way; it goes on after the commit. */
    synchronized void spanCommit() {
        spanAsked = true;
        await(() -> halfWay);
    }
}
