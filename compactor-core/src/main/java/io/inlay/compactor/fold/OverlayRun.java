package io.inlay.compactor.fold;

import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The run to be laid over one bucket of a sync, opened with its first row. For one thread. */
final class OverlayRun implements AutoCloseable {
    private static final int CHECK_EVERY = 1024;

    private final Replacement replacement;
    private final Bucket bucket;
    private final SyncId sync;
    private final WorkMonitor monitor;
    private @Nullable RunWriter run;
    private long rows;
    private long toldRows;
    private long toldBytes;

    OverlayRun(Replacement replacement, Bucket bucket, SyncId sync, WorkMonitor monitor) {
        this.replacement = replacement;
        this.bucket = bucket;
        this.sync = sync;
        this.monitor = monitor;
    }

    void put(ByteBuffer key, ByteBuffer value) {
        RunWriter writer = opened();
        writer.add(key, value);
        took(writer);
    }

    void delete(ByteBuffer key) {
        RunWriter writer = opened();
        writer.delete(key);
        took(writer);
    }

    private RunWriter opened() {
        if (run == null) {
            run = replacement.overlay(SyncRanges.of(bucket, sync));
        }
        return run;
    }

    private void took(RunWriter writer) {
        if (++rows - toldRows == CHECK_EVERY) {
            tell(writer);
        }
    }

    private void tell(RunWriter writer) {
        monitor.check();
        monitor.took(rows - toldRows, writer.bytes() - toldBytes);
        toldRows = rows;
        toldBytes = writer.bytes();
    }

    /** Completes the run and tells what is in it; nothing if it has no row. */
    Optional<BucketCount> finish() {
        if (run == null) {
            return Optional.empty();
        }
        run.finish();
        tell(run);
        return Optional.of(new BucketCount(bucket, rows, run.bytes()));
    }

    @Override
    public void close() {
        if (run != null) {
            run.close();
        }
    }
}
