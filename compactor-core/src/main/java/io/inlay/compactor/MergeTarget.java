package io.inlay.compactor;

import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.util.Optional;

/**
 * The sync that others are merged into.
 *
 * @param base the store that it is in
 * @param id its id
 * @param fresh its run if it is started with the merge; else it was started before
 */
record MergeTarget(SyncStore base, SyncId id, Optional<SyncRun> fresh) {
    /**
     * Its run, once it is sure that the base holds nothing else of it.
     *
     * @param view a snapshot of the base
     * @throws SyncException ALREADY_EXISTS for one that is to be started and is there; for one that was started NOT_FOUND,
     *     FINISHED, and INVALID when it holds rows; CORRUPT for a damaged run record
     */
    SyncRun run(Snapshot view) {
        if (fresh.isPresent()) {
            SyncStore.requireAbsent(view, id);
            return fresh.get();
        }
        SyncRun run = SyncRun.find(view, id)
                .orElseThrow(() -> refuse(Kind.NOT_FOUND, "is not there; a merge needs a sync that was started"));
        if (run.isFinished()) {
            throw refuse(Kind.FINISHED, "is finished; a merge needs one that is not");
        }
        for (SyncRange part : SyncRanges.of(id)) {
            if (part.bucket() != Bucket.SYNC_RUN && !SyncRanges.isEmpty(view, part.range())) {
                throw refuse(
                        Kind.INVALID,
                        "holds rows of " + part.bucket().label() + "; a merge needs a sync that holds nothing yet");
            }
        }
        return run;
    }

    private SyncException refuse(Kind kind, String what) {
        return new SyncException(
                kind, "the target, sync " + id + " in " + base.engine().directory() + ", " + what);
    }
}
