package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.Operation.Part;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does operations on an engine and on a sorted map and compares whatever can be observed. */
final class Comparison implements AutoCloseable {
    /** More open views than this close the oldest, so that sequences of any length stay within engines' limits. */
    private static final int MOST_VIEWS = 12;

    private final Fixture fixture;
    private Engine engine;
    private final Contents expected = new Contents();
    private final List<PinnedState> snapshots = new ArrayList<>();
    private final List<Position> cursors = new ArrayList<>();

    private record PinnedState(Snapshot snapshot, Contents expected) {}

    private record Position(
            Cursor cursor,
            ExpectedCursor expected,
            @Nullable PinnedState of) {}

    Comparison(Fixture fixture, Engine empty) {
        this.fixture = fixture;
        this.engine = empty;
    }

    /** Does one operation. */
    void run(Operation operation) {
        if (operation instanceof Operation.Write write) {
            engine.write(write.batch(), write.durability());
            expected.apply(write.batch());
        } else if (operation instanceof Operation.Replace replace) {
            replace(replace);
        } else if (operation instanceof Operation.Get get) {
            assertArrayEquals(expected.entries().get(get.key()), engine.get(get.key()), "get");
        } else if (operation instanceof Operation.Scan scan) {
            scan(scan);
        } else if (operation instanceof Operation.OpenSnapshot) {
            openSnapshot();
        } else if (operation instanceof Operation.ReadSnapshot read) {
            readSnapshot(read);
        } else if (operation instanceof Operation.CloseSnapshot close) {
            if (!snapshots.isEmpty()) {
                close(pick(snapshots, close.which()));
            }
        } else {
            runOnCursor(operation);
        }
    }

    private void runOnCursor(Operation operation) {
        if (operation instanceof Operation.OpenCursor open) {
            open(open);
        } else if (operation instanceof Operation.Move move) {
            if (!cursors.isEmpty()) {
                step(pick(cursors, move.which()), move.steps());
            }
        } else if (operation instanceof Operation.Seek seek) {
            if (!cursors.isEmpty()) {
                Position position = pick(cursors, seek.which());
                assertEquals(position.expected.seek(seek.key()), position.cursor.seek(seek.key()), "seek");
                compare(position);
                step(position, seek.steps());
            }
        } else if (operation instanceof Operation.CloseCursor close) {
            if (!cursors.isEmpty()) {
                Position position = pick(cursors, close.which());
                cursors.remove(position);
                position.cursor.close();
            }
        } else if (operation instanceof Operation.Sync) {
            engine.sync();
        } else if (operation instanceof Operation.Reclaim reclaim) {
            engine.find(Reclaim.class).ifPresent(found -> found.run(reclaim.range(), () -> false));
        } else {
            close();
            engine = fixture.reopen(engine);
            checkAll();
        }
    }

    private static <T> T pick(List<T> open, int which) {
        return open.get(which % open.size());
    }

    private void scan(Operation.Scan scan) {
        try (Cursor cursor = engine.cursor(scan.range(), scan.direction(), scan.access())) {
            assertEquals(expected.in(scan.range()), Contents.rest(cursor), "scan");
        }
    }

    private void openSnapshot() {
        if (snapshots.size() >= MOST_VIEWS) {
            close(snapshots.get(0));
        }
        snapshots.add(new PinnedState(engine.snapshot(), expected.copy()));
    }

    private void readSnapshot(Operation.ReadSnapshot read) {
        if (!snapshots.isEmpty()) {
            PinnedState state = pick(snapshots, read.which());
            assertArrayEquals(
                    state.expected.entries().get(read.key()), state.snapshot.get(read.key()), "get of a snapshot");
            assertEquals(
                    state.expected.in(read.range()), Contents.of(state.snapshot, read.range()), "scan of a snapshot");
        }
    }

    /** Closes a snapshot; its cursors must say CLOSED afterwards. */
    private void close(PinnedState state) {
        snapshots.remove(state);
        state.snapshot.close();
        for (Position position : List.copyOf(cursors)) {
            if (state.equals(position.of)) {
                Expect.closed(position.cursor::next);
                cursors.remove(position);
                position.cursor.close();
            }
        }
    }

    private void open(Operation.OpenCursor open) {
        if (cursors.size() >= MOST_VIEWS) {
            cursors.remove(0).cursor.close();
        }
        PinnedState of = open.ofSnapshot() && !snapshots.isEmpty() ? pick(snapshots, open.which()) : null;
        Reader reader = of == null ? engine : of.snapshot;
        cursors.add(new Position(
                reader.cursor(open.range(), open.direction(), open.access()),
                new ExpectedCursor(of == null ? expected : of.expected, open.range(), open.direction()),
                of));
    }

    private static void step(Position position, int steps) {
        for (int i = 0; i < steps; i++) {
            assertEquals(position.expected.next(), position.cursor.next(), "next");
            compare(position);
        }
    }

    private static void compare(Position position) {
        Map.Entry<byte[], byte[]> entry = position.expected.current();
        if (entry == null) {
            EngineException failure = Expect.invalid(position.cursor::key);
            assertEquals(Kind.INVALID, failure.kind());
        } else {
            assertArrayEquals(entry.getKey(), Keys.copy(position.cursor.key()), "key");
            assertArrayEquals(entry.getValue(), Keys.copy(position.cursor.value()), "value");
        }
    }

    private void replace(Operation.Replace replace) {
        Contents after = expected.copy();
        try (Replacement replacement = engine.begin()) {
            for (Part part : replace.parts()) {
                switch (part.source()) {
                    case EMPTY -> {
                        replacement.empty(part.range());
                        after.deleteRange(part.range());
                    }
                    case COPY -> copy(replacement, part, after);
                    default -> add(replacement, part, after);
                }
            }
            if (replace.commit()) {
                replacement.commit();
                expected.deleteRange(KeyRange.all()).putAll(after);
            }
        }
    }

    private static void add(Replacement replacement, Part part, Contents after) {
        boolean excise = part.source() == Operation.Source.EXCISE;
        if (excise) {
            after.deleteRange(part.range());
        }
        try (RunWriter run = excise ? replacement.excise(part.range()) : replacement.overlay(part.range())) {
            part.run().entries().forEach((key, value) -> {
                if (part.isDelete(key)) {
                    run.delete(ByteBuffer.wrap(key));
                    after.delete(key);
                } else {
                    run.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
                    after.put(key, value);
                }
            });
            run.finish();
        }
    }

    private void copy(Replacement replacement, Part part, Contents after) {
        PinnedState of = snapshots.isEmpty() ? null : pick(snapshots, part.snapshot());
        Reader reader = of == null ? engine : of.snapshot;
        Contents source = of == null ? expected : of.expected;
        try (RunWriter run = replacement.excise(part.range());
                Cursor cursor = reader.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
            assertEquals((long) source.in(part.range()).size(), run.addAll(cursor, Long.MAX_VALUE), "addAll");
            run.finish();
        }
        after.replace(part.range(), source);
    }

    /** Compares everything the engine and its snapshots hold. */
    void checkAll() {
        Expect.holds(expected, engine);
        for (PinnedState state : snapshots) {
            Expect.holds(state.expected, state.snapshot);
        }
    }

    /** Closes all views. */
    @Override
    public void close() {
        cursors.forEach(position -> position.cursor.close());
        cursors.clear();
        snapshots.forEach(state -> state.snapshot.close());
        snapshots.clear();
    }

    /** Closes the views and the engine. */
    void end() {
        close();
        engine.close();
    }
}
