package io.inlay.engine.tck.decorate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Metrics;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.decorate.FaultingEngine.Call;
import io.inlay.engine.tck.decorate.LeakFindingEngine.Leak;
import io.inlay.engine.tck.model.ModelProvider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecoratorsTest {
    @TempDir
    Path directory;

    private Engine model() {
        Engine engine = new ModelProvider().open(directory.resolve("store"), Map.of());
        engine.write(new Batch().put(bytes("a"), bytes("1")).put(bytes("b"), bytes("2")), Durability.RELAXED);
        return engine;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    private static Cursor all(Reader reader) {
        return reader.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
    }

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void a_lent_buffer_is_good_until_the_next_move_and_bad_afterwards() {
        try (Engine engine = new SpoilingEngine(model());
                Cursor cursor = all(engine)) {
            cursor.next();
            ByteBuffer key = cursor.key();
            ByteBuffer value = cursor.value();
            assertThat(Keys.copy(key)).isEqualTo(bytes("a"));
            assertThat(Keys.copy(value)).isEqualTo(bytes("1"));
            assertThat(key.isReadOnly()).isTrue();
            assertThat(key.hasArray()).isFalse();
            key.get();
            assertThat(cursor.key()).isSameAs(key);
            assertThat(key.remaining()).isEqualTo(1);
            cursor.next();
            assertThat(key.get(0)).isEqualTo((byte) ~'a');
            assertThat(value.get(0)).isEqualTo((byte) ~'1');
            ByteBuffer later = cursor.key();
            assertThat(Keys.copy(later)).isEqualTo(bytes("b"));
            cursor.seek(bytes("b"));
            assertThat(later.get(0)).isEqualTo((byte) ~'b');
        }
    }

    @Test
    void what_was_lent_goes_bad_when_its_cursor_snapshot_or_engine_is_closed() {
        Engine engine = new SpoilingEngine(model());
        Snapshot snapshot = engine.snapshot();
        Cursor closed = all(engine);
        Cursor ofSnapshot = all(snapshot);
        Cursor open = all(engine);
        for (Cursor cursor : new Cursor[] {closed, ofSnapshot, open}) {
            cursor.next();
        }
        ByteBuffer first = closed.key();
        ByteBuffer second = ofSnapshot.key();
        ByteBuffer third = open.key();
        closed.close();
        assertThat(first.get(0)).isEqualTo((byte) ~'a');
        snapshot.close();
        assertThat(second.get(0)).isEqualTo((byte) ~'a');
        assertThat(third.get(0)).isEqualTo((byte) 'a');
        engine.close();
        assertThat(third.get(0)).isEqualTo((byte) ~'a');
    }

    @Test
    void a_forgotten_view_is_told_with_the_stack_that_opened_it() {
        LeakFindingEngine engine = new LeakFindingEngine(model());
        forget(engine);
        assertThat(engine.report())
                .extracting(Leak::what)
                .containsExactly("cursor over [a, b)", "snapshot", "replacement", "run laid over [c, d)");
        assertThat(engine.report())
                .allSatisfy(leak -> assertThat(leak.openedAt().getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("forget")));
        assertThatThrownBy(engine::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("cursor over [a, b)", "snapshot", "replacement", "run laid over [c, d)")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(4));
        assertThatCode(engine::close).doesNotThrowAnyException();
    }

    private static void forget(Engine engine) {
        engine.cursor(KeyRange.of(bytes("a"), bytes("b")), Direction.FORWARD, Access.POINT);
        engine.snapshot();
        Replacement replacement = engine.begin();
        replacement.overlay(KeyRange.of(bytes("c"), bytes("d")));
        replacement.excise(KeyRange.of(bytes("d"), bytes("e"))).finish();
        all(engine).close();
    }

    @Test
    void a_cursor_that_only_its_snapshot_closed_is_forgotten_and_a_run_goes_with_its_replacement() {
        LeakFindingEngine engine = new LeakFindingEngine(model());
        Snapshot snapshot = engine.snapshot();
        all(snapshot);
        snapshot.close();
        try (Replacement replacement = engine.begin()) {
            replacement.excise(KeyRange.all());
        }
        assertThat(engine.report()).extracting(Leak::what).containsExactly("cursor of a snapshot over [, end)");
        assertThatThrownBy(engine::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void whoever_closes_what_he_opened_hears_nothing() {
        try (LeakFindingEngine engine = new LeakFindingEngine(model());
                Snapshot snapshot = engine.snapshot();
                Cursor cursor = all(snapshot);
                Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            assertThat(run.addAll(cursor, 10)).isEqualTo(2);
            run.finish();
            assertThat(replacement.commit().records()).isEqualTo(2);
            assertThat(engine.find(Metrics.class)).isPresent();
        }
    }

    @Test
    void the_chosen_call_fails_and_the_others_do_not() {
        try (FaultingEngine engine = new FaultingEngine(model())) {
            assertThat(engine.get(bytes("a"))).isEqualTo(bytes("1"));
            engine.fail(Call.GET, 2, Kind.CORRUPT);
            assertThat(engine.isArmed()).isTrue();
            assertThat(engine.get(bytes("a"))).isEqualTo(bytes("1"));
            assertFails(Kind.CORRUPT, () -> engine.get(bytes("a")));
            assertThat(engine.get(bytes("a"))).isEqualTo(bytes("1"));
            assertThat(engine.isArmed()).isFalse();
            assertThat(engine.calls(Call.GET)).isEqualTo(4);
            engine.fail(Call.OPEN_VIEW, 1, Kind.RETRY);
            assertFails(Kind.RETRY, engine::snapshot);
            engine.fail(Call.WRITE, 1, Kind.FULL);
            assertFails(Kind.FULL, () -> engine.write(new Batch().delete(bytes("a")), Durability.SYNC));
            assertThat(engine.get(bytes("a"))).isEqualTo(bytes("1"));
            engine.write(new Batch().delete(bytes("a")), Durability.SYNC);
            assertThat(engine.get(bytes("a"))).isNull();
        }
    }

    @Test
    void a_cursor_goes_on_failing() {
        try (FaultingEngine engine = new FaultingEngine(model());
                Snapshot snapshot = engine.snapshot();
                Cursor cursor = all(snapshot)) {
            engine.fail(Call.MOVE, 2, Kind.CORRUPT);
            assertThat(cursor.next()).isTrue();
            for (int i = 0; i < 2; i++) {
                assertFails(Kind.CORRUPT, cursor::next);
                assertFails(Kind.CORRUPT, () -> cursor.seek(bytes("a")));
                assertFails(Kind.CORRUPT, cursor::key);
                assertFails(Kind.CORRUPT, cursor::value);
            }
        }
    }

    @Test
    void a_failed_run_or_commit_spoils_the_replacement_and_nothing_happens() {
        try (FaultingEngine engine = new FaultingEngine(model())) {
            for (Call call : new Call[] {Call.OPEN_RUN, Call.ADD, Call.FINISH, Call.COMMIT}) {
                engine.fail(call, 1, Kind.FULL);
                try (Replacement replacement = engine.begin()) {
                    assertFails(Kind.FULL, () -> {
                        RunWriter run = replacement.excise(KeyRange.all());
                        run.add(buffer("c"), buffer("3"));
                        run.finish();
                        replacement.commit();
                    });
                    assertFails(Kind.INVALID, replacement::commit);
                }
                assertThat(engine.get(bytes("a"))).isEqualTo(bytes("1"));
            }
        }
    }

    @Test
    void an_unknown_outcome_poisons_and_has_happened_or_not_as_chosen() {
        Engine inner = model();
        try (FaultingEngine engine = new FaultingEngine(inner)) {
            engine.fail(Call.WRITE, 1, Kind.OUTCOME_UNKNOWN);
            assertFails(Kind.OUTCOME_UNKNOWN, () -> engine.write(new Batch().delete(bytes("a")), Durability.RELAXED));
            assertThat(engine.get(bytes("a"))).isEqualTo(bytes("1"));
            assertFails(Kind.INTERNAL, () -> engine.write(new Batch().delete(bytes("a")), Durability.RELAXED));
            assertFails(Kind.INTERNAL, engine::sync);
            assertFails(Kind.INTERNAL, engine::begin);
        }
        try (FaultingEngine engine = new FaultingEngine(model());
                Replacement replacement = engine.begin()) {
            engine.failAfterwards(Call.COMMIT, 1);
            replacement.empty(KeyRange.all());
            assertFails(Kind.OUTCOME_UNKNOWN, replacement::commit);
            assertThat(engine.get(bytes("a"))).isNull();
        }
    }

    @Test
    void a_fault_that_cannot_be_is_refused() {
        try (FaultingEngine engine = new FaultingEngine(model())) {
            assertThatThrownBy(() -> engine.fail(Call.GET, 1, Kind.OUTCOME_UNKNOWN))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> engine.fail(Call.GET, 0, Kind.CORRUPT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
