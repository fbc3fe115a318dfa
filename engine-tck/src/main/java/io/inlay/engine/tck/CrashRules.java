package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What remains when the process is killed at a random instant: rules R21, R31, R32, R35, R36 and R37 in child processes. A
 * kill leaves to the operating system what was written to it; a power loss is not simulated.
 */
interface CrashRules {
    /** Kills in each of the two tests with random instants; system property {@code tck.kills}. */
    int KILLS = Integer.getInteger("tck.kills", 6);

    @Test
    @Timeout(
            value = EngineContract.LONG_WATCHDOG_SECONDS,
            unit = TimeUnit.SECONDS,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    default void R21_a_kill_loses_nothing_acknowledged_and_leaves_a_prefix(Fixture fixture) {
        Random random = new Random(Long.getLong("tck.killSeed", 21));
        for (int kill = 0; kill < KILLS; kill++) {
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
    @Timeout(
            value = EngineContract.LONG_WATCHDOG_SECONDS,
            unit = TimeUnit.SECONDS,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    default void R31_commit_is_atomic_across_a_kill_at_any_instant(Fixture fixture) throws IOException {
        Random random = new Random(Long.getLong("tck.killSeed", 31));
        for (int kill = 0; kill < KILLS; kill++) {
            killed(fixture, 1 + random.nextInt(24), random.nextInt(12_000_000), kill % 2 == 0);
        }
    }

    @Test
    default void R32_a_commit_that_returned_survives_a_kill(Fixture fixture) throws IOException {
        for (int kill = 1; kill <= 2; kill++) {
            Progress progress = killed(fixture, ReplacesJob.LINES * kill, 0, true);
            assertTrue(progress.returned >= kill - 1, progress::toString);
        }
    }

    @Test
    default void R36_after_a_kill_within_a_commit_reopening_decides_once_and_for_all(Fixture fixture)
            throws IOException {
        for (int kill = 0; kill < 2; kill++) {
            Progress progress = killed(fixture, ReplacesJob.LINES + 2, 1_000_000L * kill, false);
            Generations generations = new Generations(ReplacesJob.RECORDS);
            Engine reader = fixture.openReadOnly();
            assertEquals(progress.found, generations.check(reader));
            reader.close();
            Engine engine = fixture.open();
            assertEquals(progress.found, generations.check(engine));
            assertEquals(progress.found, generations.check(fixture.reopen(engine)));
            fixture.closeAll();
        }
    }

    @Test
    default void R35_what_a_killed_process_had_staged_is_gone_after_the_next_writable_open(Fixture fixture)
            throws IOException {
        Progress progress = killed(fixture, ReplacesJob.LINES + 1, 0, true);
        assertTrue(progress.staging.startsWith(fixture.directory()), progress::toString);
    }

    /** What a {@link ReplacesJob} printed before it was killed, and what was found then. */
    final class Progress {
        int staged = -1;
        int returned = -1;
        int found = -1;
        Path staging = Path.of("");

        void read(List<String> lines, Path directory) {
            for (String line : lines) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "scratch" ->
                        staging = directory.resolve(
                                directory.relativize(Path.of(words[1])).getName(0));
                    case "staged" -> staged = Integer.parseInt(words[1]);
                    case "returned" -> returned = Integer.parseInt(words[1]);
                    default -> throw new AssertionError("the child printed " + line);
                }
            }
        }

        @Override
        public String toString() {
            return "staged " + staged + ", returned " + returned + ", found " + found + " in " + staging;
        }
    }

    /**
     * Kills a {@link ReplacesJob} some time after some lines and checks what is left.
     *
     * @param readOnlyFirst whether the store is first opened read-only, which must not decide otherwise
     */
    private static Progress killed(Fixture fixture, int lines, long nanos, boolean readOnlyFirst) throws IOException {
        Progress progress = new Progress();
        try (Child child = Child.start(fixture, ReplacesJob.class)) {
            progress.read(child.lines(lines), fixture.directory());
            LockSupport.parkNanos(nanos);
            child.kill();
            progress.read(child.rest(), fixture.directory());
        }
        Generations generations = new Generations(ReplacesJob.RECORDS);
        if (readOnlyFirst) {
            Engine reader = fixture.openReadOnly();
            progress.found = generations.check(reader);
            reader.close();
        }
        Engine engine = fixture.open();
        int found = generations.check(engine);
        assertTrue(
                !readOnlyFirst || found == progress.found, () -> "read-only saw " + progress.found + ", not " + found);
        progress.found = found;
        assertTrue(found <= Math.max(progress.staged, progress.returned) || progress.staged < 0, progress::toString);
        assertTrue(found >= progress.returned, progress::toString);
        assertEquals(List.of(), Directories.names(progress.staging), "what was staged is still there");
        engine.close();
        return progress;
    }

    @Test
    default void R37_heap_does_not_grow_with_a_run(Fixture fixture) {
        int records = fixture.contract().largeRunRecords();
        try (Child child =
                Child.start(fixture, List.of(), List.of("-Xmx64m"), LargeRunJob.class, String.valueOf(records))) {
            child.expectDone();
        }
        Engine engine = fixture.open();
        LargeRunJob.check(engine, KeyRange.all(), records);
    }
}
