package io.inlay.cli.quickstart;

import io.inlay.engine.Engine;
import io.inlay.engine.Snapshot;
import io.inlay.sync.key.SyncId;

/**
 * A scanner and a prober on a base store while a sync in it is replaced by what a source store holds of it. The states they
 * may see are taken before anything happens.
 */
final class Watch implements AutoCloseable {
    private static final int ROUNDS_AFTER = 2;

    private final Scanner scanner;
    private final Prober prober;

    /** Takes both states and starts watching the base. */
    Watch(Engine base, Engine source, SyncId sync) {
        Fingerprint oldPrint;
        Probe oldProbe;
        try (Snapshot snapshot = base.snapshot()) {
            oldPrint = Fingerprint.of(snapshot, sync);
            oldProbe = Probe.of(snapshot, sync);
        }
        try (Snapshot snapshot = source.snapshot()) {
            scanner = new Scanner(base, sync, oldPrint, Fingerprint.of(snapshot, sync));
            prober = new Prober(base, sync, oldProbe, Probe.of(snapshot, sync));
        }
        scanner.start();
        prober.start();
    }

    /** To be called right before the commit: waits for a round of each, then until a scan stands half-way. */
    void beforeCommit() {
        prober.awaitRounds(1);
        scanner.awaitRounds(1);
        scanner.spanCommit();
    }

    /** Waits for a round of each, while an install is under way. */
    void awaitRound() {
        prober.awaitRounds(1);
        scanner.awaitRounds(1);
    }

    /** To be called when the commit has returned: waits for two more whole rounds of each and ends. */
    Seen afterCommit() {
        scanner.committed();
        prober.committed();
        // the round under way may have begun before the commit returned
        prober.awaitRounds(ROUNDS_AFTER + 1);
        scanner.awaitRounds(ROUNDS_AFTER + 1);
        return new Seen(scanner.stop(), prober.stop());
    }

    /** Ends the watchers, whatever happened. */
    @Override
    public void close() {
        try {
            scanner.stop();
        } finally {
            prober.stop();
        }
    }

    /** What both watchers saw. */
    record Seen(Watcher.Rounds scanner, Watcher.Rounds prober) {
        /** Whether every round saw the old state or the new one, none the old after the new, and one spanned the commit. */
        boolean isAtomic() {
            return isClean(scanner) && isClean(prober) && scanner.across > 0;
        }

        private static boolean isClean(Watcher.Rounds rounds) {
            return rounds.sawMixed == 0 && rounds.oldAfterNew == 0 && rounds.sawOld > 0 && rounds.sawNew > 0;
        }
    }
}
