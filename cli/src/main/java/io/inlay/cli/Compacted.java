package io.inlay.cli;

import io.inlay.compactor.CompactResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A compaction as it is printed. */
record Compacted(
        String sync,
        boolean excised,
        long records,
        long bytes,
        List<BucketRows> buckets,
        Map<String, Duration> times,
        long bytesCopied,
        long bytesLinked,
        Duration writersHeld) {
    static Compacted of(CompactResult result) {
        return new Compacted(
                result.sync().toString(),
                result.excised(),
                result.records(),
                result.bytes(),
                BucketRows.of(result.buckets()),
                Times.of(result.times()),
                result.replaced().bytesCopied(),
                result.replaced().bytesLinked(),
                result.replaced().writersHeld());
    }
}
