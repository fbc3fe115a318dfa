package io.inlay.cli.quickstart;

import io.inlay.cli.quickstart.Moment.Stage;
import io.inlay.engine.Engine;
import io.inlay.sync.key.SyncId;

/** A scanner and a prober on a base store while a sync in it is replaced. */
final class Watch implements AutoCloseable {
    private static final int ROUNDS_AFTER = 2;

    private final Moment moment = new Moment();
    private final Scanner scanner;
    private final Prober prober;

    /**
     * Starts watching.
     *
     * @param before what the base holds now
     * @param after what it will hold
     */
    Watch(Engine base, SyncId sync, State before, State after) {
        scanner = new Scanner(base, sync, moment, before.whole(), after.whole());
        prober = new Prober(base, sync, moment, before.ends(), after.ends());
        scanner.start();
        prober.start();
    }

    /** To be called right before the commit: waits for a first round of each, then until a scan stands half-way. */
    void beforeCommit() {
        awaitRounds(1);
        scanner.spanCommit();
        installing();
    }

    /** To be called before what is not one commit: from now on both states may be seen. */
    void installing() {
        moment.enter(Stage.COMMITTING);
    }

    /** Waits until each has done a number of rounds in all. */
    void awaitRounds(long number) {
        prober.awaitRounds(number);
        scanner.awaitRounds(number);
    }

    /** Waits until each has done a round that began after this call. */
    void awaitWholeRound() {
        prober.awaitWholeRound();
        scanner.awaitWholeRound();
    }

    /** To be called when the commit has returned: waits for two more whole rounds of each, then ends both. */
    Seen afterCommit() {
        moment.enter(Stage.AFTER);
        scanner.wake();
        prober.wake();
        prober.awaitRoundsAfter(ROUNDS_AFTER);
        scanner.awaitRoundsAfter(ROUNDS_AFTER);
        close();
        return new Seen(scanner.rounds(), prober.rounds());
    }

    /** Ends the watchers, whatever happened. */
    @Override
    public void close() {
        scanner.end();
        prober.end();
    }

    /** What both watchers saw. */
    record Seen(Rounds scanner, Rounds prober) {}
}
