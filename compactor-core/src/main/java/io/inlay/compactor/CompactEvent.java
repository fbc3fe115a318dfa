package io.inlay.compactor;

import io.inlay.sync.bulk.Phase;
import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The flight recorder's event of one compaction; without records when it failed. */
@Name("io.inlay.Compact")
@Label("Compact")
@Category("Inlay")
@StackTrace(false)
final class CompactEvent extends Event {
    @Label("Sync")
    String sync = "";

    @Label("Records")
    long records;

    @DataAmount
    @Label("Bytes")
    long bytes;

    @Timespan(Timespan.NANOSECONDS)
    @Label("Check")
    long check;

    @Timespan(Timespan.NANOSECONDS)
    @Label("Stage")
    long stage;

    @Timespan(Timespan.NANOSECONDS)
    @Label("Commit")
    long commit;

    void fill(CompactResult result) {
        records = result.records();
        bytes = result.bytes();
        check = nanos(result, Phase.CHECK);
        stage = nanos(result, Phase.STAGE);
        commit = nanos(result, Phase.COMMIT);
    }

    private static long nanos(CompactResult result, Phase phase) {
        return result.times().getOrDefault(phase, Duration.ZERO).toNanos();
    }
}
