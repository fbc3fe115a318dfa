package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Metrics;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Opening and closing: rules R40 to R42. */
interface LifecycleRules {
    @Test
    default void R40_a_directory_has_one_writable_engine(Fixture fixture) throws Exception {
        Engine engine = fixture.open();
        Expect.kind(Kind.LOCKED, fixture::open);
        Expect.kind(Kind.LOCKED, fixture::openReadOnly);
        Path link = fixture.path("link");
        Files.createSymbolicLink(link, engine.directory());
        Expect.kind(Kind.LOCKED, () -> fixture.open(link));
        Expect.kind(Kind.LOCKED, () -> fixture.open(fixture.path("link/../store/.")));
        engine.write(Contents.of("a", "1").asBatch(), Durability.SYNC);
        engine.close();
        Engine again = fixture.open(link);
        assertEquals(fixture.directory().toRealPath(), again.directory());
        Expect.holds(Contents.of("a", "1"), again);
    }

    @Test
    default void R40_or_any_number_of_read_only_ones(Fixture fixture) {
        Engine writable = fixture.open();
        Contents contents = Contents.of("a", "1");
        writable.write(contents.asBatch(), Durability.SYNC);
        writable.close();
        Engine first = fixture.openReadOnly();
        Engine second = fixture.openReadOnly();
        Engine third = fixture.openReadOnly();
        for (Engine engine : List.of(first, second, third)) {
            Expect.holds(contents, engine);
        }
        Expect.kind(Kind.LOCKED, fixture::open);
        first.close();
        second.close();
        Expect.kind(Kind.LOCKED, fixture::open);
        Expect.holds(contents, third);
        third.close();
        Expect.holds(contents, fixture.open());
    }

    @Test
    default void R40_a_failed_open_holds_nothing(Fixture fixture) {
        Engine engine = fixture.open();
        for (int i = 0; i < 3; i++) {
            Expect.kind(Kind.LOCKED, fixture::open);
        }
        engine.close();
        fixture.open().close();
        fixture.open().close();
    }

    @Test
    default void R40_holds_across_processes(Fixture fixture) throws Exception {
        Engine writable = fixture.open();
        writable.write(Contents.of("a", "1").asBatch(), Durability.SYNC);
        writable.close();
        try (Child child = Child.start(fixture, OpenJob.class, "write")) {
            assertEquals("opened", child.line());
            Expect.kind(Kind.LOCKED, fixture::open);
            Expect.kind(Kind.LOCKED, fixture::openReadOnly);
            Path link = Files.createSymbolicLink(fixture.path("link"), fixture.directory());
            Expect.kind(Kind.LOCKED, () -> fixture.open(link));
            child.kill();
        }
        Engine reader = fixture.openReadOnly();
        try (Child child = Child.start(fixture, OpenJob.class, "write", "read")) {
            assertEquals("LOCKED", child.line());
            assertEquals("opened", child.line());
            Expect.holds(Contents.of("a", "1"), reader);
            reader.close();
            Expect.kind(Kind.LOCKED, fixture::open);
            child.kill();
        }
        Expect.holds(Contents.of("a", "1"), fixture.open());
    }

    @Test
    default void R41_everything_gets_CLOSED_after_close(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.numbered("k", 0, 100, "v").asBatch(), Durability.SYNC);
        Snapshot snapshot = engine.snapshot();
        Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
        Cursor ofSnapshot = snapshot.cursor(KeyRange.all(), Direction.BACKWARD, Access.SCAN);
        assertTrue(cursor.next());
        assertTrue(ofSnapshot.next());
        Replacement fresh = engine.begin();
        Replacement replacement = engine.begin();
        RunWriter run = replacement.excise(range("a", "b"));
        run.add(buffer("a"), buffer("v"));
        RunWriter overlay = replacement.overlay(range("c", "d"));
        overlay.delete(buffer("c"));
        Replacement finished = engine.begin();
        finished.excise(range("a", "b")).finish();
        engine.close();
        Expect.closed(() -> engine.get(bytes("a")));
        Expect.closed(() -> engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT));
        Expect.closed(engine::snapshot);
        Expect.closed(() -> engine.write(new Batch().put(bytes("a"), bytes("v")), Durability.SYNC));
        Expect.closed(() -> engine.write(new Batch(), Durability.RELAXED));
        Expect.closed(engine::sync);
        Expect.closed(engine::begin);
        Expect.closed(() -> engine.find(Metrics.class));
        Expect.closed(() -> snapshot.get(bytes("a")));
        Expect.closed(() -> snapshot.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT));
        for (Cursor open : List.of(cursor, ofSnapshot)) {
            Expect.closed(open::next);
            Expect.closed(() -> open.seek(bytes("a")));
            Expect.closed(open::key);
            Expect.closed(open::value);
        }
        Expect.closed(() -> run.add(buffer("a1"), buffer("v")));
        Expect.closed(run::finish);
        Expect.closed(() -> overlay.delete(buffer("c1")));
        Expect.closed(() -> overlay.addAll(new FailingCursor(1, new IllegalStateException("moved")), 1));
        assertEquals(2, run.bytes());
        Expect.closed(finished::commit);
        Expect.closed(() -> fresh.excise(range("a", "b")));
        Expect.closed(() -> fresh.overlay(range("a", "b")));
        Expect.closed(() -> fresh.empty(range("a", "b")));
        Expect.closed(fresh::scratch);
        Expect.closed(fresh::commit);
        Expect.closed(replacement::commit);
        Expect.holds(Contents.numbered("k", 0, 100, "v"), fixture.open());
    }

    @Test
    default void R41_whatever_is_closed_gets_CLOSED_while_its_engine_is_open(Fixture fixture) {
        Engine engine = fixture.open();
        Contents contents = Contents.numbered("k", 0, 100, "v");
        engine.write(contents.asBatch(), Durability.RELAXED);
        Snapshot snapshot = engine.snapshot();
        for (Reader reader : List.of(engine, snapshot)) {
            Cursor cursor = reader.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
            assertTrue(cursor.next());
            cursor.close();
            Expect.closed(cursor::next);
            Expect.closed(() -> cursor.seek(bytes("k")));
            Expect.closed(cursor::key);
            Expect.closed(cursor::value);
        }
        snapshot.close();
        Expect.closed(() -> snapshot.get(bytes("k")));
        Replacement replacement = engine.begin();
        RunWriter run = replacement.overlay(range("k", "l"));
        run.delete(buffer("k"));
        replacement.close();
        Expect.closed(() -> run.add(buffer("k1"), buffer("v")));
        Expect.closed(() -> run.delete(buffer("k1")));
        Expect.closed(run::finish);
        Expect.closed(replacement::commit);
        Expect.closed(() -> replacement.overlay(range("m", "n")));
        assertEquals(1, run.bytes());
        Expect.holds(contents, engine);
    }

    @Test
    default void R41_a_capability_gets_CLOSED_after_close(Fixture fixture) {
        Engine engine = fixture.open();
        List<Runnable> calls = Capabilities.calls(engine, fixture.path("checkpoint"));
        engine.close();
        for (Runnable call : calls) {
            Expect.closed(call::run);
        }
    }

    @Test
    default void R41_closing_in_the_middle_of_everything_gives_CLOSED_and_harms_nothing(Fixture fixture) {
        try (Child child = Child.start(fixture, StormJob.class, String.valueOf(fixture.number("tck.storms", 8)))) {
            child.expectDone();
        }
        Engine engine = fixture.open();
        StormJob.check(engine);
    }

    @Test
    default void R41_no_misuse_crashes_the_process(Fixture fixture) {
        try (Child child = Child.start(fixture, MisuseJob.class)) {
            child.expectDone();
        }
        fixture.open();
    }

    @Test
    default void R13_buffers_kept_too_long_give_bytes_and_no_crash(Fixture fixture) {
        try (Child child = Child.start(fixture, KeptBuffersJob.class)) {
            child.expectDone();
        }
        fixture.open();
    }

    @Test
    default void R42_close_is_idempotent_and_closing_a_view_never_throws(Fixture fixture) {
        Engine engine = fixture.open();
        engine.write(Contents.of("a", "1").asBatch(), Durability.SYNC);
        Snapshot snapshot = engine.snapshot();
        Cursor cursor = snapshot.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
        Cursor other = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
        Replacement replacement = engine.begin();
        RunWriter run = replacement.excise(range("a", "b"));
        other.close();
        other.close();
        engine.find(Metrics.class)
                .ifPresent(metrics -> assertEquals(2L, metrics.read().get(Metrics.VIEWS_OPEN)));
        engine.close();
        engine.close();
        for (int i = 0; i < 2; i++) {
            cursor.close();
            snapshot.close();
            other.close();
            run.close();
            replacement.close();
        }
        engine.close();
        Engine again = fixture.open();
        engine.close();
        Expect.kind(Kind.LOCKED, fixture::open);
        Expect.holds(Contents.of("a", "1"), again);
    }

    @Test
    default void R42_many_threads_may_close_at_once(Fixture fixture) {
        for (int round = 0; round < 5; round++) {
            Engine engine = fixture.open();
            Snapshot snapshot = engine.snapshot();
            Cursor cursor = snapshot.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
            Replacement replacement = engine.begin();
            Crew crew = new Crew();
            for (AutoCloseable each : List.of(engine, cursor, snapshot, replacement, engine, snapshot, cursor)) {
                crew.add(each::close);
            }
            crew.join();
            Expect.closed(() -> engine.get(bytes("a")));
        }
        fixture.open();
    }
}
