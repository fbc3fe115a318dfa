package io.inlay.sync.bulk;

import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.StatsTally;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.Timestamps;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes the rows of a sync, its run record and its statistics into the 14 runs of a replacement. For one thread. */
final class RunStager {
    private static final int CHECK_EVERY = 4096;

    private final Replacement replacement;
    private final SyncId sync;
    private final SyncRunRecord run;
    private final WorkMonitor monitor;
    private final StatsTally tally = new StatsTally();
    private final Map<Bucket, BucketCount> counts = new EnumMap<>(Bucket.class);

    RunStager(Replacement replacement, SyncId sync, SyncRunRecord run, WorkMonitor monitor) {
        this.replacement = replacement;
        this.sync = sync;
        this.run = run;
        this.monitor = monitor;
    }

    /** Stages everything; the counts come in the order of {@link Bucket#all}. */
    List<BucketCount> stage(FinalRows rows) {
        rows.next();
        for (Bucket bucket : StagedKeys.inKeyOrder()) {
            BucketCount count = stage(bucket, rows);
            if (count.records() == 0) {
                replacement.empty(SyncRanges.of(bucket, sync));
            }
            counts.put(bucket, count);
        }
        return List.copyOf(counts.values());
    }

    private BucketCount stage(Bucket bucket, FinalRows rows) {
        if (bucket == Bucket.SYNC_RUN) {
            return stageOne(bucket, RecordType.SYNC_RUN.encode(run));
        }
        if (bucket == Bucket.STATS && run.hasEndedAt()) {
            var stats = tally.toRecord(sync, Timestamps.toInstant(run.getEndedAt()));
            return stageOne(bucket, RecordType.STATS.encode(stats));
        }
        return rows.isIn(bucket) ? stageAll(bucket, rows) : new BucketCount(bucket, 0, 0);
    }

    private BucketCount stageOne(Bucket bucket, byte[] value) {
        try (RunWriter writer = replacement.excise(SyncRanges.of(bucket, sync))) {
            writer.add(ByteBuffer.wrap(bucket.key(sync)), ByteBuffer.wrap(value));
            writer.finish();
            monitor.took(1, writer.bytes());
            return new BucketCount(bucket, 1, writer.bytes());
        }
    }

    private BucketCount stageAll(Bucket bucket, FinalRows rows) {
        try (RunWriter writer = replacement.excise(SyncRanges.of(bucket, sync))) {
            long records = 0;
            long toldBytes = 0;
            while (rows.isIn(bucket)) {
                writer.add(rows.key(), rows.value());
                if (!bucket.isIndex()) {
                    tally.add(bucket, rows.value());
                }
                rows.next();
                if (++records % CHECK_EVERY == 0) {
                    monitor.check();
                    monitor.took(CHECK_EVERY, writer.bytes() - toldBytes);
                    toldBytes = writer.bytes();
                }
            }
            writer.finish();
            monitor.took(records % CHECK_EVERY, writer.bytes() - toldBytes);
            return new BucketCount(bucket, records, writer.bytes());
        }
    }
}
