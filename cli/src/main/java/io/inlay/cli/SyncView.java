package io.inlay.cli;

import io.inlay.sync.SyncRun;
import io.inlay.sync.record.SyncTypes;
import java.time.Instant;
import java.util.List;

/**
 * The course of a sync as it is printed; times are ISO 8601, empty where there is none.
 *
 * @param inputs the syncs it was made of, if it was merged
 */
record SyncView(
        String sync,
        String type,
        String startedAt,
        String endedAt,
        boolean finished,
        boolean compacted,
        List<String> inputs) {
    static SyncView of(SyncRun run) {
        return new SyncView(
                run.id().toString(),
                SyncTypes.text(run.type()),
                run.startedAt().map(Instant::toString).orElse(""),
                run.endedAt().map(Instant::toString).orElse(""),
                run.isFinished(),
                run.record().getCompacted(),
                run.record().getInputsList().stream()
                        .map(input -> input.getSyncId())
                        .toList());
    }

    /** The end for a person. */
    String ending() {
        return finished ? endedAt : "unfinished";
    }
}
