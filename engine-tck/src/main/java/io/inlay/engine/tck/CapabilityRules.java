package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Capability;
import io.inlay.engine.Checkpoints;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Metrics;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Replacement;
import io.inlay.engine.Sizes;
import io.inlay.engine.Snapshot;
import io.inlay.engine.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What an engine can do beyond the kernel: rules C01 to C06. A capability that is absent is only tested to be absent. */
interface CapabilityRules {
    /** A view is open for so long, or for less where its age is told before. */
    int SECONDS_OF_A_VIEW = 3;

    /** A capability that no engine has. */
    interface Unheard extends Capability {}

    @Test
    default void C01_a_capability_is_found_or_absent_and_stays_so(Fixture fixture) {
        Engine engine = fixture.open();
        assertTrue(engine.find(Unheard.class).isEmpty());
        for (Class<? extends Capability> type :
                List.of(Checkpoints.class, Sizes.class, Reclaim.class, Verification.class, Metrics.class)) {
            assertEquals(engine.find(type).isPresent(), engine.find(type).isPresent());
        }
    }

    @Test
    default void C02_a_checkpoint_is_whole_and_opens_by_itself(Fixture fixture) throws IOException {
        Engine engine = fixture.open();
        if (engine.find(Checkpoints.class).isEmpty()) {
            fixture.notVerified("Checkpoints: the engine does not offer it");
            return;
        }
        Checkpoints checkpoints = engine.find(Checkpoints.class).get();
        Contents state = Contents.numbered("k", 0, 3_000, "v");
        engine.write(state.asBatch(), Durability.RELAXED);
        try (Replacement replacement = engine.begin()) {
            Contents.numbered("r", 0, 3_000, "replaced").addTo(replacement.excise(range("r", "s")));
            replacement.commit();
        }
        state.putAll(Contents.numbered("r", 0, 3_000, "replaced"));
        engine.write(new Batch().put(bytes("relaxed"), bytes("v")), Durability.RELAXED);
        state.put("relaxed", "v");
        Path copy = fixture.path("copy");
        checkpoints.create(copy);
        engine.write(new Batch().deleteRange(KeyRange.all()), Durability.SYNC);
        Engine opened = fixture.open(copy);
        Expect.holds(state, opened);
        opened.write(new Batch().delete(bytes("relaxed")), Durability.SYNC);
        Expect.holds(state.delete("relaxed"), fixture.reopen(opened));
        Expect.holds(new Contents(), engine);
        Expect.invalid(() -> checkpoints.create(copy));
        Path file = Files.writeString(fixture.path("file"), "in the way");
        Expect.invalid(() -> checkpoints.create(file));
        assertEquals("in the way", Files.readString(file));
        Expect.invalid(() -> checkpoints.create(Files.createDirectory(fixture.path("empty"))));
    }

    @Test
    default void C02_a_checkpoint_taken_during_writes_is_one_state(Fixture fixture) {
        Engine engine = fixture.open();
        if (engine.find(Checkpoints.class).isEmpty()) {
            fixture.notVerified("Checkpoints: the engine does not offer it");
            return;
        }
        Checkpoints checkpoints = engine.find(Checkpoints.class).get();
        Generations generations = new Generations(500);
        generations.replace(engine, 0);
        Crew crew = new Crew();
        crew.add(() -> {
            for (int generation = 1; generation <= 10; generation++) {
                generations.replace(engine, generation);
            }
        });
        for (int i = 0; i < 3; i++) {
            checkpoints.create(fixture.path("copy-" + i));
        }
        crew.join();
        for (int i = 0; i < 3; i++) {
            generations.check(fixture.open(fixture.path("copy-" + i)));
        }
    }

    @Test
    default void C03_sizes_are_plausible(Fixture fixture) {
        Engine engine = fixture.open();
        if (engine.find(Sizes.class).isEmpty()) {
            fixture.notVerified("Sizes: the engine does not offer it");
            return;
        }
        Sizes sizes = engine.find(Sizes.class).get();
        assertTrue(sizes.of(KeyRange.all()) >= 0);
        Contents contents = new Contents();
        Random random = new Random(3);
        byte[] value = new byte[500];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(value);
            contents.put(Contents.key(i % 2 == 0 ? "a" : "b", i), value);
        }
        try (Replacement replacement = engine.begin()) {
            contents.addTo(replacement.excise(KeyRange.all()));
            replacement.commit();
        }
        long all = sizes.of(KeyRange.all());
        long part = sizes.of(range("a", "b"));
        assertTrue(all > 5_000_000 && all < 100_000_000, () -> "all takes " + all);
        assertTrue(part > all / 4 && part <= all, () -> "a half takes " + part + " of " + all);
        assertTrue(sizes.of(range("x", "y")) < 1_000_000);
        assertEquals(0, sizes.of(range("a", "a")));
    }

    @Test
    default void C04_reclaim_leaves_the_data_as_it_is(Fixture fixture) {
        Engine engine = fixture.open();
        if (engine.find(Reclaim.class).isEmpty()) {
            fixture.notVerified("Reclaim: the engine does not offer it");
            return;
        }
        Reclaim reclaim = engine.find(Reclaim.class).get();
        Contents state = new Contents();
        for (int round = 0; round < 4; round++) {
            Contents run = Contents.numbered("k", round * 100, round * 100 + 2_000, "round " + round);
            try (Replacement replacement = engine.begin();
                    Snapshot snapshot = engine.snapshot()) {
                run.addTo(replacement.excise(range("k", "l")));
                replacement.commit();
                assertFalse(reclaim.run(KeyRange.all(), () -> true), "stopped, and complete");
                reclaim.run(range("k", "k001000"), () -> false);
                Expect.holds(state, snapshot);
            }
            state.replace(range("k", "l"), run).put("w" + round, "v");
            engine.write(new Batch().put(bytes("w" + round), bytes("v")), Durability.RELAXED);
            assertTrue(reclaim.run(KeyRange.all(), () -> false));
            Expect.holds(state, engine);
        }
        Expect.holds(state, fixture.reopen(engine));
    }

    @Test
    default void C05_verification_tells_what_it_checked(Fixture fixture) {
        Engine engine = fixture.open();
        if (engine.find(Verification.class).isEmpty()) {
            fixture.notVerified("Verification: the engine does not offer it");
            return;
        }
        Contents contents = Contents.numbered("k", 0, 3_000, "value");
        engine.write(contents.asBatch(), Durability.RELAXED);
        Verification verification = engine.find(Verification.class).get();
        Verification.Checked checked = verification.run(() -> false);
        assertEquals(3_000, checked.entries());
        assertEquals(3_000 * 12L, checked.bytes());
        for (int question = 1; question <= 4; question++) {
            stopAt(question, verification, checked);
        }
        assertEquals(checked, verification.run(() -> false));
    }

    /** One that ends before it asks so many times has checked all and says so; any other claims nothing. */
    private static void stopAt(int question, Verification verification, Verification.Checked all) {
        int[] asked = new int[1];
        Verification.Checked checked = verification.run(() -> ++asked[0] >= question);
        if (asked[0] < question) {
            assertEquals(all, checked);
            return;
        }
        assertTrue(checked.entries() <= all.entries() && checked.bytes() <= all.bytes(), checked::toString);
        assertFalse(checked.structure() || checked.content(), checked::toString);
    }

    @Test
    default void C05_verification_of_content_finds_a_flipped_byte(Fixture fixture) throws IOException {
        Engine engine = fixture.open();
        Contents contents = new Contents();
        Random random = new Random(5);
        byte[] value = new byte[200];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(value);
            contents.put(Contents.key("k", i), value);
        }
        try (Replacement replacement = engine.begin()) {
            contents.addTo(replacement.excise(KeyRange.all()));
            replacement.commit();
        }
        engine.write(Contents.of("z", "1").asBatch(), Durability.SYNC);
        engine.write(Contents.of("z", "2").asBatch(), Durability.SYNC);
        if (engine.find(Verification.class).isEmpty()
                || !engine.find(Verification.class).get().run(() -> false).content()) {
            fixture.notVerified("that verification finds a flipped byte: the engine does not claim to check content");
            return;
        }
        engine.close();
        Path largest = Directories.largestFile(fixture.directory());
        byte[] content = Files.readAllBytes(largest);
        content[content.length / 3] ^= 1;
        Files.write(largest, content);
        Expect.says(
                Expect.kind(Kind.CORRUPT, () -> {
                    Engine damaged = fixture.open();
                    damaged.find(Verification.class).orElseThrow().run(() -> false);
                }),
                largest.toString());
    }

    @Test
    default void C06_metrics_tell_open_views_and_the_age_of_the_oldest(Fixture fixture) {
        Engine engine = fixture.open();
        if (engine.find(Metrics.class).isEmpty()) {
            fixture.notVerified("Metrics: the engine does not offer it");
            return;
        }
        Metrics metrics = engine.find(Metrics.class).get();
        SortedMap<String, Long> idle = metrics.read();
        assertEquals(0L, idle.get(Metrics.VIEWS_OPEN));
        assertEquals(0L, idle.get(Metrics.VIEWS_OLDEST_SECONDS));
        Snapshot snapshot = engine.snapshot();
        try (snapshot) {
            assertEquals(1L, metrics.read().get(Metrics.VIEWS_OPEN));
            Long age = metrics.read().get(Metrics.VIEWS_OLDEST_SECONDS);
            assertTrue(age != null && age >= 0 && age < EngineContract.WATCHDOG_SECONDS);
            try (Cursor own = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
                    Cursor ofSnapshot = snapshot.cursor(KeyRange.all(), Direction.BACKWARD, Access.SCAN)) {
                assertFalse(own.next() || ofSnapshot.next());
                assertEquals(3L, metrics.read().get(Metrics.VIEWS_OPEN));
            }
        }
        assertEquals(0L, metrics.read().get(Metrics.VIEWS_OPEN));
    }

    @Test
    default void C06_the_age_is_that_of_the_oldest_view(Fixture fixture) {
        Engine engine = fixture.open();
        if (engine.find(Metrics.class).isEmpty()) {
            fixture.notVerified("Metrics: the engine does not offer it");
            return;
        }
        Metrics metrics = engine.find(Metrics.class).get();
        try (Snapshot oldest = engine.snapshot()) {
            long opened = System.nanoTime();
            long past = 0;
            while (past < SECONDS_OF_A_VIEW && age(metrics) == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                past = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - opened);
            }
            try (Cursor younger = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT)) {
                assertFalse(younger.next());
                assertTrue(age(metrics) >= 1, () -> "an age of " + age(metrics));
            }
            assertNull(oldest.get(bytes("a")));
        }
        assertEquals(0, age(metrics));
    }

    private static long age(Metrics metrics) {
        return metrics.read().getOrDefault(Metrics.VIEWS_OLDEST_SECONDS, -1L);
    }
}
