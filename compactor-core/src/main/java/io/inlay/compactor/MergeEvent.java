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

/** The flight recorder's event of one merge; without records when it failed. */
@Name("io.inlay.Merge")
@Label("Merge")
@Category("Inlay")
@StackTrace(false)
final class MergeEvent extends Event {
    @Label("Sync")
    String sync = "";

    @Label("Sources")
    int sources;

    @Label("Records")
    long records;

    @DataAmount
    @Label("Bytes")
    long bytes;

    @Label("Contested Keys")
    long contestedKeys;

    @Label("Rounds")
    int rounds;

    @Label("Rebuilt Indexes")
    int rebuiltIndexes;

    @Timespan(Timespan.NANOSECONDS)
    @Label("Check")
    long check;

    @Timespan(Timespan.NANOSECONDS)
    @Label("Stage")
    long stage;

    @Timespan(Timespan.NANOSECONDS)
    @Label("Commit")
    long commit;

    void fill(MergeResult result) {
        records = result.records();
        bytes = result.bytes();
        contestedKeys = result.contestedKeys();
        rounds = result.rounds();
        rebuiltIndexes = result.rebuiltIndexes().size();
        check = nanos(result, Phase.CHECK);
        stage = nanos(result, Phase.STAGE);
        commit = nanos(result, Phase.COMMIT);
    }

    private static long nanos(MergeResult result, Phase phase) {
        return result.times().getOrDefault(phase, Duration.ZERO).toNanos();
    }
}
