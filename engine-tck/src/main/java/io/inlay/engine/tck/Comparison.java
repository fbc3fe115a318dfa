package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Limits;
import io.inlay.engine.Reader;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.Operation.Change;
import io.inlay.engine.tck.Operation.Delete;
import io.inlay.engine.tck.Operation.DeleteRange;
import io.inlay.engine.tck.Operation.End;
import io.inlay.engine.tck.Operation.Part;
import io.inlay.engine.tck.Operation.Put;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Does operations on an engine and on a sorted map and compares whatever can be observed. */
final class Comparison implements AutoCloseable {
    private final Fixture fixture;
    private final Contents expected = new Contents();
    private final @Nullable PinnedState[] snapshots = new PinnedState[Operation.SNAPSHOTS];
    private final @Nullable Position[] cursors = new Position[Operation.CURSORS];
    private final @Nullable StagedChange[] replacements = new StagedChange[Operation.REPLACEMENTS];
    private Engine engine;

    private record PinnedState(Snapshot snapshot, Contents expected) {}

    private record Position(
            Cursor cursor,
            ExpectedCursor expected,
            @Nullable PinnedState of) {}

    /** Opens a new store. */
    Comparison(Fixture fixture, Path directory) {
        this.fixture = fixture;
        this.engine = fixture.open(directory);
    }

    Limits limits() {
        return engine.limits();
    }

    /** Does one operation. */
    void run(Operation operation) {
        if (operation instanceof Operation.Write write) {
            write(write);
        } else if (operation instanceof Operation.Replace replace) {
            replace(replace);
        } else if (operation instanceof Operation.EndReplace end) {
            endReplace(end.slot(), end.commit());
        } else if (operation instanceof Operation.Get get) {
            assertGet(expected, engine, get.key());
        } else if (operation instanceof Operation.Scan scan) {
            assertScan(expected, engine, scan.range(), scan.direction(), scan.access());
        } else if (operation instanceof Operation.Sync) {
            engine.sync();
        } else if (operation instanceof Operation.ReclaimRange reclaim) {
            engine.find(Reclaim.class).ifPresent(found -> found.run(reclaim.range(), () -> false));
        } else if (operation instanceof Operation.Reopen) {
            closeViews();
            reopen();
        } else if (operation instanceof Operation.CloseInUse) {
            closeInUse();
            reopen();
        } else {
            runOnView(operation);
        }
    }

    private void runOnView(Operation operation) {
        if (operation instanceof Operation.OpenSnapshot open) {
            close(open.slot());
            snapshots[open.slot()] = new PinnedState(engine.snapshot(), expected.copy());
        } else if (operation instanceof Operation.CloseSnapshot close) {
            close(close.slot());
        } else if (operation instanceof Operation.SnapshotGet get) {
            PinnedState state = snapshots[get.slot()];
            if (state != null) {
                assertGet(state.expected, state.snapshot, get.key());
            }
        } else if (operation instanceof Operation.SnapshotScan scan) {
            PinnedState state = snapshots[scan.slot()];
            if (state != null) {
                assertScan(state.expected, state.snapshot, scan.range(), scan.direction(), Access.SCAN);
            }
        } else if (operation instanceof Operation.OpenCursor open) {
            open(open);
        } else if (operation instanceof Operation.Move move) {
            step(cursors[move.slot()], move.steps());
        } else if (operation instanceof Operation.Seek seek) {
            seek(cursors[seek.slot()], seek.key());
            step(cursors[seek.slot()], seek.steps());
        } else if (operation instanceof Operation.CloseCursor close) {
            closeCursor(close.slot());
        }
    }

    private void write(Operation.Write write) {
        Batch batch = new Batch();
        for (Change change : write.changes()) {
            if (change instanceof Put put) {
                batch.put(put.key(), put.value().bytes());
            } else if (change instanceof Delete delete) {
                batch.delete(delete.key());
            } else if (change instanceof DeleteRange delete) {
                batch.deleteRange(delete.range());
            }
        }
        engine.write(batch, write.durability());
        expected.apply(batch);
    }

    private void replace(Operation.Replace replace) {
        StagedChange staged = new StagedChange(engine.begin());
        try {
            for (Part part : replace.parts()) {
                PinnedState of = snapshots[part.snapshot()];
                staged.stage(part, of == null ? engine : of.snapshot, of == null ? expected : of.expected);
            }
            if (replace.end() == End.STAY) {
                endReplace(replace.slot(), false);
                replacements[replace.slot()] = staged;
            } else if (replace.end() == End.COMMIT) {
                staged.commit(expected);
            }
        } finally {
            if (!Objects.equals(replacements[replace.slot()], staged)) {
                staged.close();
            }
        }
    }

    private void endReplace(int slot, boolean commit) {
        StagedChange staged = replacements[slot];
        if (staged != null) {
            replacements[slot] = null;
            try (staged) {
                if (commit) {
                    staged.commit(expected);
                }
            }
        }
    }

    private static void assertGet(Contents expected, Reader reader, byte[] key) {
        byte[] value = reader.get(key);
        byte[] wanted = expected.entries().get(key);
        assertTrue(Arrays.equals(wanted, value), () -> "get gave " + describe(value) + " and not " + describe(wanted));
    }

    private static String describe(byte @Nullable [] value) {
        return value == null ? "nothing" : Value.describe(value);
    }

    private static void assertScan(
            Contents expected, Reader reader, KeyRange range, Direction direction, Access access) {
        NavigableMap<byte[], byte[]> part = expected.in(range).entries();
        try (Cursor cursor = reader.cursor(range, direction, access)) {
            for (Map.Entry<byte[], byte[]> entry :
                    (direction == Direction.FORWARD ? part : part.descendingMap()).entrySet()) {
                assertTrue(cursor.next(), () -> "a scan ended before " + Keys.printable(entry.getKey()));
                assertStandsOn(entry, cursor);
            }
            assertFalse(cursor.next(), () -> "a scan goes on with " + Keys.printable(cursor.key()));
        }
    }

    private static void assertStandsOn(Map.Entry<byte[], byte[]> entry, Cursor cursor) {
        byte[] key = Keys.copy(cursor.key());
        assertTrue(
                Arrays.equals(entry.getKey(), key),
                () -> "a cursor stands on " + Keys.printable(key) + " and not on " + Keys.printable(entry.getKey()));
        byte[] value = Keys.copy(cursor.value());
        assertTrue(
                Arrays.equals(entry.getValue(), value),
                () -> "the value of " + Keys.printable(key) + " is " + Value.describe(value) + " and not "
                        + Value.describe(entry.getValue()));
    }

    /** Closes a snapshot; its cursors must say CLOSED afterwards. */
    private void close(int slot) {
        PinnedState state = snapshots[slot];
        if (state == null) {
            return;
        }
        snapshots[slot] = null;
        state.snapshot.close();
        Expect.closed(() -> state.snapshot.get(new byte[0]));
        for (int i = 0; i < cursors.length; i++) {
            Position position = cursors[i];
            if (position != null && state.equals(position.of)) {
                Expect.closed(position.cursor::next);
                Expect.closed(position.cursor::key);
                closeCursor(i);
            }
        }
    }

    private void closeCursor(int slot) {
        Position position = cursors[slot];
        if (position != null) {
            cursors[slot] = null;
            position.cursor.close();
            Expect.closed(position.cursor::next);
        }
    }

    private void open(Operation.OpenCursor open) {
        closeCursor(open.slot());
        PinnedState of = open.snapshot() < 0 ? null : snapshots[open.snapshot()];
        Reader reader = of == null ? engine : of.snapshot;
        cursors[open.slot()] = new Position(
                reader.cursor(open.range(), open.direction(), open.access()),
                new ExpectedCursor(of == null ? expected : of.expected, open.range(), open.direction()),
                of);
    }

    private static void seek(@Nullable Position position, byte[] key) {
        if (position != null) {
            assertEquals(position.expected.seek(key), position.cursor.seek(key), "result of a seek");
            compare(position);
        }
    }

    private static void step(@Nullable Position position, int steps) {
        for (int i = 0; position != null && i < steps; i++) {
            assertEquals(position.expected.next(), position.cursor.next(), "result of next");
            compare(position);
        }
    }

    private static void compare(Position position) {
        Map.Entry<byte[], byte[]> entry = position.expected.current();
        if (entry == null) {
            Expect.invalid(position.cursor::key);
            Expect.invalid(position.cursor::value);
        } else {
            assertStandsOn(entry, position.cursor);
        }
    }

    /** Closes the engine first and then what was open, each of which must say CLOSED. */
    private void closeInUse() {
        engine.close();
        Expect.closed(() -> engine.get(new byte[0]));
        Stream.of(cursors).filter(Objects::nonNull).forEach(position -> {
            Expect.closed(position.cursor::next);
            Expect.closed(() -> position.cursor.seek(new byte[0]));
            Expect.closed(position.cursor::key);
        });
        Stream.of(snapshots).filter(Objects::nonNull).forEach(state -> {
            Expect.closed(() -> state.snapshot.get(new byte[0]));
            Expect.closed(() -> state.snapshot.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT));
        });
        Stream.of(replacements).filter(Objects::nonNull).forEach(StagedChange::expectClosed);
        closeViews();
    }

    private void reopen() {
        engine = fixture.reopen(engine);
        checkAll();
    }

    /** Compares everything the engine and its snapshots hold. */
    void checkAll() {
        assertHolds(expected, engine);
        Stream.of(snapshots).filter(Objects::nonNull).forEach(state -> assertHolds(state.expected, state.snapshot));
    }

    private static void assertHolds(Contents expected, Reader reader) {
        for (Direction direction : Direction.values()) {
            assertScan(expected, reader, KeyRange.all(), direction, Access.SCAN);
        }
        expected.entries().keySet().forEach(key -> assertGet(expected, reader, key));
    }

    private void closeViews() {
        for (int slot = 0; slot < replacements.length; slot++) {
            endReplace(slot, false);
        }
        for (int slot = 0; slot < cursors.length; slot++) {
            closeCursor(slot);
        }
        for (int slot = 0; slot < snapshots.length; slot++) {
            close(slot);
        }
    }

    /** Closes all views and the engine. */
    @Override
    public void close() {
        try {
            closeViews();
        } finally {
            engine.close();
        }
    }
}
