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

/** The flight recorder's event of one fold; without strategy and records when it failed. */
@Name("io.inlay.Fold")
@Label("Fold")
@Category("Inlay")
@StackTrace(false)
final class FoldEvent extends Event {
    @Label("Sync")
    String sync = "";

    @Label("Newer Syncs")
    int newer;

    @Label("Strategy")
    String strategy = "";

    @Label("Added Records")
    long added;

    @Label("Replaced Records")
    long replaced;

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

    void fill(FoldResult result) {
        strategy = result.strategy().name();
        added = result.added();
        replaced = result.replacedRecords();
        records = result.records();
        bytes = result.bytes();
        check = nanos(result, Phase.CHECK);
        stage = nanos(result, Phase.STAGE);
        commit = nanos(result, Phase.COMMIT);
    }

    private static long nanos(FoldResult result, Phase phase) {
        return result.times().getOrDefault(phase, Duration.ZERO).toNanos();
    }
}
