package io.inlay.sync;

import static io.inlay.sync.Samples.sync;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import io.inlay.compactor.ChildJava;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.record.GrantRecord;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A process that writes syncs is killed at random instants: what it was told is written is there, a finished stamp never
 * vouches for rows that are missing, and the sync under way goes on where it stands.
 */
class KillDuringWritingTest extends OnEveryEngine {
    private static final int KILLS = 6;
    private static final int LONGEST_MILLIS = 400;

    private int number = 1;
    private int puts;

    @Test
    void a_finished_stamp_never_vouches_for_missing_rows() throws Exception {
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            engine.close();
            int millis = random.nextInt(LONGEST_MILLIS);
            int first = number;
            List<String> arguments =
                    List.of(provider.name(), directory.resolve("store").toString(), "" + number, "" + puts);
            try (ChildJava child = ChildJava.start("128m", WriteForeverJob.class, arguments)) {
                child.readUntil("ready");
                List<String> lines = child.readUntil(number + " ");
                lines.addAll(child.killAfter(millis));
                lines.stream().filter(line -> line.matches("\\d+ \\d+")).forEach(this::acknowledged);
            }
            open();
            String when = "kill " + kill + " after " + millis + " ms at sync " + number + " put " + puts;
            for (int whole = first; whole < number; whole++) {
                assertThat(store.find(sync(whole)).orElseThrow().isFinished())
                        .as(when)
                        .isTrue();
            }
            store.runs().stream().filter(SyncRun::isFinished).forEach(run -> assertWhole(run, when));
            assertThat(differences()).as(when).isEmpty();
            goOnAfterwards(when);
        }
    }

    private void acknowledged(String line) {
        List<String> words = Splitter.on(' ').splitToList(line);
        number = Integer.parseInt(words.get(0));
        puts = Integer.parseInt(words.get(1));
        if (puts == WriteForeverJob.FINISHED) {
            number++;
            puts = 0;
        }
    }

    private void assertWhole(SyncRun run, String when) {
        List<GrantRecord> expected = WriteForeverJob.grants(SampleAccess.number(run.id()));
        assertThat(list(run.id(), Listing.grants())).as(when).isEqualTo(expected);
        assertThat(store.stats(run.id()).getGrants()).as(when).isEqualTo(expected.size());
        assertThat(run.token()).as(when).isEqualTo("" + WriteForeverJob.PUTS / 2);
    }

    /** The sync under way holds what was acknowledged, or one step more. */
    private void goOnAfterwards(String when) {
        SyncRun run = store.find(sync(number)).orElse(null);
        if (run == null) {
            assertThat(puts).as(when).isZero();
        } else if (run.isFinished()) {
            assertThat(puts).as(when).isEqualTo(WriteForeverJob.PUTS);
            number++;
            puts = 0;
        } else {
            List<GrantRecord> grants = list(sync(number), Listing.grants());
            assertThat(WriteForeverJob.grants(number).subList(0, grants.size()))
                    .as(when)
                    .isEqualTo(grants);
            int one = WriteForeverJob.grants(number, 0).size();
            assertThat(grants.size()).as(when).isIn(puts * one, (puts + 1) * one);
            assertThat(run.token()).as(when).isEqualTo(puts > WriteForeverJob.PUTS / 2 ? "5" : run.token());
        }
    }
}
