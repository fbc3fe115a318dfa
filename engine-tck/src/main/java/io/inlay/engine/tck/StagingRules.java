package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** What a replacement is before its commit: rules R30, R35, R36 and R38. */
interface StagingRules {
    @Test
    default void R30_nothing_is_visible_before_commit(Fixture fixture) {
        Engine engine = fixture.open();
        Contents before = Contents.of("a", "1", "b", "2", "c", "3");
        engine.write(before.asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            Contents.of("a", "new", "b1", "new").addTo(replacement.excise(range("a", "c")));
            Expect.holds(before, engine);
            try (RunWriter run = replacement.overlay(range("c", "d"))) {
                run.delete(buffer("c"));
                run.add(buffer("c1"), buffer("new"));
                run.finish();
            }
            replacement.empty(range("d", ""));
            Expect.holds(before, engine);
            replacement.commit();
        }
        Expect.holds(Contents.of("a", "new", "b1", "new", "c1", "new"), engine);
    }

    @Test
    default void R35_an_unfinished_run_cannot_be_committed(Fixture fixture) {
        Engine engine = fixture.open();
        Contents before = Contents.of("a", "1", "b", "2");
        engine.write(before.asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            Contents.of("a", "new").addTo(replacement.excise(range("a", "b")));
            RunWriter run = replacement.excise(range("b", "c"));
            run.add(buffer("b"), buffer("new"));
            Expect.invalid(replacement::commit);
        }
        try (Replacement replacement = engine.begin()) {
            try (RunWriter abandoned = replacement.overlay(range("b", "c"))) {
                abandoned.add(buffer("b"), buffer("new"));
            }
            Expect.invalid(replacement::commit);
        }
        try (Replacement replacement = engine.begin();
                RunWriter finished = replacement.overlay(range("b", "c"))) {
            finished.finish();
            Expect.invalid(finished::finish);
            Expect.invalid(replacement::commit);
        }
        Expect.holds(before, engine);
    }

    @Test
    default void R35_a_replacement_is_spent_after_commit(Fixture fixture) {
        Engine engine = fixture.open();
        Replacement replacement = engine.begin();
        Contents.of("a", "1").addTo(replacement.excise(range("a", "b")));
        replacement.commit();
        Expect.invalid(replacement::commit);
        Expect.invalid(() -> replacement.excise(range("b", "c")));
        Expect.invalid(() -> replacement.overlay(range("b", "c")));
        Expect.invalid(() -> replacement.empty(range("b", "c")));
        replacement.close();
        replacement.close();
        try (Replacement refused = engine.begin();
                RunWriter run = refused.excise(range("a", "b"))) {
            run.add(buffer("a"), buffer("too late"));
            Expect.invalid(refused::commit);
            Expect.spoiled(refused, run);
        }
        Expect.holds(Contents.of("a", "1"), engine);
    }

    @Test
    default void R35_a_closed_replacement_leaves_no_trace(Fixture fixture) throws Exception {
        Engine engine = fixture.open();
        Contents before = Contents.of("a", "1");
        engine.write(before.asBatch(), Durability.SYNC);
        Replacement replacement = engine.begin();
        Path scratch = replacement.scratch();
        Path staging = Directories.staging(engine, scratch);
        Files.writeString(scratch.resolve("spill"), "caller's own");
        Contents.numbered("k", 0, 2_000, "staged").addTo(replacement.excise(range("k", "l")));
        RunWriter open = replacement.overlay(range("m", "n"));
        open.add(buffer("m"), buffer("staged"));
        List<String> staged = Directories.names(staging);
        replacement.close();
        assertFalse(Files.exists(scratch));
        // what the engine stages for itself meanwhile is not the replacement's
        assertTrue(Directories.names(staging).stream().noneMatch(staged::contains));
        Expect.closed(() -> open.add(buffer("m1"), buffer("v")));
        Expect.closed(() -> replacement.empty(range("o", "p")));
        Expect.closed(replacement::commit);
        Expect.closed(replacement::scratch);
        replacement.close();
        Expect.holds(before, engine);
        Expect.holds(before, fixture.reopen(engine));
    }

    /** An engine may clear up behind a commit, but not fall behind without end. */
    @Test
    default void R35_commits_leave_nothing_staged_behind(Fixture fixture) throws Exception {
        Engine engine = fixture.open();
        Path staging = fixture.directory();
        int commits = 40;
        for (int i = 0; i < commits; i++) {
            try (Replacement replacement = engine.begin()) {
                staging = Directories.staging(engine, replacement.scratch());
                Contents.numbered("k", 0, 100, "round " + i).addTo(replacement.excise(range("k", "l")));
                replacement.commit();
            }
        }
        int left = Directories.names(staging).size();
        assertTrue(left < commits / 2, () -> commits + " commits left " + left + " names in the staging directory");
    }

    @Test
    default void R35_scratch_is_a_private_directory_gone_with_the_replacement(Fixture fixture) throws Exception {
        Engine engine = fixture.open();
        for (boolean commit : new boolean[] {true, false}) {
            Path scratch;
            try (Replacement replacement = engine.begin();
                    Replacement other = engine.begin()) {
                scratch = replacement.scratch();
                assertTrue(Files.isDirectory(scratch) && Files.isWritable(scratch));
                assertTrue(scratch.startsWith(engine.directory()));
                assertEquals(List.of(), Directories.names(scratch));
                assertEquals(scratch, replacement.scratch());
                assertFalse(scratch.equals(other.scratch()));
                Files.createDirectory(scratch.resolve("below"));
                Files.writeString(scratch.resolve("below").resolve("spill"), "caller's own");
                replacement.empty(range("a", "b"));
                if (commit) {
                    replacement.commit();
                    assertFalse(Files.exists(scratch));
                }
            }
            assertFalse(Files.exists(scratch));
        }
    }

    @Test
    default void R36_a_refused_commit_means_nothing_happened_or_ever_will(Fixture fixture) {
        Engine engine = fixture.open();
        Contents before = Contents.numbered("k", 0, 500, "old");
        engine.write(before.asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            Contents.numbered("k", 0, 300, "new").addTo(replacement.excise(range("k", "k000300")));
            RunWriter bad = replacement.overlay(range("k000300", "l"));
            Expect.invalid(() -> bad.add(buffer("a"), buffer("out of range")));
            Expect.spoiled(replacement, bad);
            Expect.holds(before, engine);
        }
        Expect.holds(before, engine);
        engine = fixture.reopen(engine);
        Expect.holds(before, engine);
    }

    @Test
    default void R38_runs_of_one_replacement_are_written_by_many_threads_at_once(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.numbered("r2", 0, 100, "old").asBatch(), Durability.RELAXED);
        int threads = 6;
        CyclicBarrier half = new CyclicBarrier(threads);
        Contents expected = new Contents();
        try (Replacement replacement = engine.begin()) {
            Crew crew = new Crew();
            for (int thread = 0; thread < threads; thread++) {
                String prefix = "r" + thread;
                expected.putAll(Contents.numbered(prefix, 0, 3_000, "by " + thread));
                byte[] value = bytes("by " + thread);
                crew.add(() -> {
                    RunWriter run = replacement.excise(KeyRange.prefix(bytes(prefix)));
                    for (int i = 0; i < 3_000; i++) {
                        if (i == 1_500) {
                            half.await();
                        }
                        run.add(ByteBuffer.wrap(Contents.key(prefix, i)), ByteBuffer.wrap(value));
                    }
                    run.finish();
                });
            }
            crew.join();
            assertEquals(threads * 3_000L, replacement.commit().records());
        }
        Expect.holds(expected, engine);
    }
}
