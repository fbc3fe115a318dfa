package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Engine;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What remains when the process is killed: rules R21, R31, R32, R35 and R36 in child processes. A kill leaves to the operating
 * system what was written to it.
 */
interface KillRules {
    /** Tag of the tests that the profile crash runs, with many kills. */
    String CRASH = "crash";

    /** Kills over all steps of a replacement; a quarter of them once more among writes. System property {@code tck.kills}. */
    static int kills(Fixture fixture) {
        return fixture.number("tck.kills", 20);
    }

    /** No divisor of the number of steps, so that all are met. */
    int STRIDE = 4;

    /** Decides when kills come; system property {@code tck.killSeed}. */
    long SEED = Long.getLong("tck.killSeed", 31);

    @Test
    @Tag(CRASH)
    @Timeout(
            value = EngineContract.LONG_WATCHDOG_SECONDS,
            unit = TimeUnit.SECONDS,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    default void R21_a_kill_loses_nothing_acknowledged_and_leaves_a_prefix(Fixture fixture) {
        Random random = new Random(SEED);
        for (int kill = kills(fixture); kill > 0; kill -= 4) {
            int[] acknowledged = {-1, -1};
            try (Child child = Child.start(fixture, WritesJob.class, "2", String.valueOf(random.nextInt()))) {
                acknowledge(child.lines(1 + random.nextInt(300)), acknowledged);
                LockSupport.parkNanos(random.nextInt(20_000_000));
                child.kill();
                acknowledge(child.rest(), acknowledged);
            }
            Engine engine = fixture.open();
            Contents expected = new Contents();
            for (int thread = 0; thread < 2; thread++) {
                int count = WritesJob.count(engine, thread);
                int last = acknowledged[thread];
                assertTrue(
                        last < 0 || count == last + 1 || count == last + 2,
                        () -> "acknowledged up to " + last + ", found " + count + " batches");
                expected.putAll(WritesJob.expected(thread, count));
            }
            Expect.holds(expected, engine);
            engine.close();
        }
    }

    private static void acknowledge(List<String> lines, int[] acknowledged) {
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            acknowledged[Integer.parseInt(words[0])] = Integer.parseInt(words[1]);
        }
    }

    @Test
    @Tag(CRASH)
    @Timeout(
            value = EngineContract.LONG_WATCHDOG_SECONDS,
            unit = TimeUnit.SECONDS,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    default void R31_commit_is_atomic_across_a_kill_at_every_step(Fixture fixture) throws IOException {
        Kills kills = new Kills(fixture, SEED);
        KillStep[] steps = KillStep.values();
        for (int kill = 0; kill < kills(fixture); kill++) {
            // steps far from each other come first, for runs with few kills
            kills.kill(steps[kill * STRIDE % steps.length], kill / steps.length % 2 == 0);
        }
        fixture.tell(kills.figures());
    }

    @Test
    @Tag(CRASH)
    default void R32_a_commit_that_returned_survives_a_kill(Fixture fixture) throws IOException {
        Kills kills = new Kills(fixture, SEED);
        kills.kill(KillStep.AFTER_COMMIT, true);
        assertTrue(kills.returned() >= 0, kills::toString);
        assertEquals(kills.returned(), kills.found(), kills::toString);
    }

    @Test
    @Tag(CRASH)
    default void R36_after_a_kill_within_a_commit_reopening_decides_once_and_for_all(Fixture fixture)
            throws IOException {
        Kills kills = new Kills(fixture, SEED);
        for (int kill = 0; kill < 2; kill++) {
            kills.kill(KillStep.COMMITTING, false);
            Engine reader = fixture.openReadOnly();
            kills.stillFound(reader);
            reader.close();
            Engine engine = fixture.open();
            kills.stillFound(engine);
            engine = fixture.reopen(engine);
            kills.stillFound(engine);
            engine.close();
        }
    }

    @Test
    @Tag(CRASH)
    default void R35_what_a_killed_process_had_staged_is_gone_after_the_next_writable_open(Fixture fixture)
            throws IOException {
        Kills kills = new Kills(fixture, SEED);
        kills.kill(KillStep.STAGING, true);
        kills.kill(KillStep.STAGED, false);
    }
}
