package io.inlay.compactor;

import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncRun;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncInput;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncStatsRecord;
import io.inlay.sync.record.SyncTypes;
import io.inlay.sync.record.Timestamps;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The two records that a merged sync has besides what was merged. */
final class MergedRun {
    private MergedRun() {}

    /**
     * The run record of a merge: the target's, with the type that holds whatever any input does, the latest end of the
     * inputs, and their list.
     */
    static SyncRunRecord of(SyncRunRecord target, List<SyncRun> inputs) {
        Instant end = inputs.stream()
                .flatMap(run -> run.endedAt().stream())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        SyncRunRecord.Builder merged = target.toBuilder()
                .setType(SyncTypes.union(inputs.stream().map(SyncRun::type).toList()))
                .setEndedAt(Timestamps.of(end))
                .setCompacted(true)
                .clearInputs();
        inputs.forEach(run -> merged.addInputs(input(run.record())));
        return merged.build();
    }

    private static SyncInput input(SyncRunRecord run) {
        SyncInput.Builder input =
                SyncInput.newBuilder().setSyncId(run.getSyncId()).setType(run.getType());
        if (run.hasStartedAt()) {
            input.setStartedAt(run.getStartedAt());
        }
        return input.setEndedAt(run.getEndedAt()).build();
    }

    /** Stages the run record as all that its range will hold. */
    static BucketCount stage(Replacement replacement, SyncId sync, SyncRunRecord run) {
        return stage(replacement, Bucket.SYNC_RUN, sync, RecordType.SYNC_RUN.encode(run));
    }

    /** Stages the statistics as all that their range will hold. */
    static BucketCount stage(Replacement replacement, SyncId sync, SyncStatsRecord stats) {
        return stage(replacement, Bucket.STATS, sync, RecordType.STATS.encode(stats));
    }

    private static BucketCount stage(Replacement replacement, Bucket bucket, SyncId sync, byte[] value) {
        try (RunWriter run = replacement.excise(SyncRanges.of(bucket, sync))) {
            run.add(ByteBuffer.wrap(bucket.key(sync)), ByteBuffer.wrap(value));
            run.finish();
            return new BucketCount(bucket, 1, run.bytes());
        }
    }
}
