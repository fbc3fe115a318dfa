package io.inlay.engine.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.support.StagedRange.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedoLogTest {
    private static final int RECORDS = 9_000;

    @TempDir
    Path directory;

    private final MemoryBackend backend = new MemoryBackend();
    private final NavigableMap<byte[], byte[]> after = new TreeMap<>(Keys::compare);

    @BeforeEach
    void fill() {
        for (String range : List.of("a", "b", "c", "d", "e")) {
            for (int i = 0; i < RECORDS; i += 2) {
                backend.entries.put(key(range, i), bytes("old " + i));
            }
        }
        after.putAll(backend.entries);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] key(String range, int number) {
        return bytes(range + String.format("%05d", number));
    }

    private static KeyRange range(String from, String until) {
        return KeyRange.of(bytes(from), bytes(until));
    }

    /** Excises b, overlays c, empties d; a and e stay. */
    private List<StagedRange<RunFileSink>> stage() {
        Path area = Staging.open(directory).newArea();
        RunFileSink excise = new RunFileSink(area.resolve("run-0"), true);
        RunFileSink overlay = new RunFileSink(area.resolve("run-1"), true);
        after.subMap(bytes("b"), bytes("c")).clear();
        after.subMap(bytes("d"), bytes("e")).clear();
        for (int i = 0; i < RECORDS; i++) {
            boolean same = i % 4 == 0;
            if (i % 3 != 0) {
                put(excise, key("b", i), same ? "old " + i : "new " + i);
            }
            if (i % 5 == 0) {
                overlay.delete(ByteBuffer.wrap(key("c", i)));
                after.remove(key("c", i));
            } else if (i % 5 == 1) {
                put(overlay, key("c", i), "new " + i);
            }
        }
        excise.finish();
        overlay.finish();
        return List.of(
                new StagedRange<>(range("b", "c"), Mode.EXCISE, excise, 6_000, 60_000),
                new StagedRange<>(range("c", "d"), Mode.OVERLAY, overlay, 3_600, 36_000),
                new StagedRange<>(range("d", "e"), Mode.EMPTY, null, 0, 0));
    }

    private void put(RunFileSink run, byte[] key, String value) {
        run.put(ByteBuffer.wrap(key), ByteBuffer.wrap(bytes(value)));
        after.put(key, bytes(value));
    }

    private RedoLog open() {
        return RedoLog.open(directory, new Poison());
    }

    private List<String> names() {
        try (Stream<Path> names = Files.list(directory.resolve(RedoLog.DIRECTORY))) {
            return names.map(name -> name.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> text(SortedMap<byte[], byte[]> entries) {
        List<String> text = new ArrayList<>();
        entries.forEach((key, value) -> text.add(new String(key, UTF_8) + "=" + new String(value, UTF_8)));
        return text;
    }

    private void holdsCommitted() {
        assertThat(text(backend.entries)).isEqualTo(text(after));
        assertThat(names()).isEmpty();
        assertThat(RedoLog.isPending(directory)).isFalse();
        assertThat(backend.pinned).isZero();
    }

    private static void assertKind(Kind kind, String named, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
                .hasMessageContaining(named);
    }

    /** Leaves a commit killed after some batches. */
    private void kill(int batches) {
        Poison poison = new Poison();
        RedoLog log = RedoLog.open(directory, poison);
        backend.writesLeft = batches;
        List<StagedRange<RunFileSink>> staged = stage();
        assertKind(Kind.OUTCOME_UNKNOWN, directory.toString(), () -> log.commit(staged, backend));
        assertThat(poison.isPoisoned()).isTrue();
        assertKind(Kind.INTERNAL, "open it anew", () -> log.commit(staged, backend));
        backend.writesLeft = Integer.MAX_VALUE;
        assertThat(backend.pinned).isZero();
    }

    @Test
    void a_commit_is_applied_in_batches_and_leaves_no_file() {
        ReplaceResult result = open().commit(stage(), backend);
        holdsCommitted();
        assertThat(result.records()).isEqualTo(9_600);
        assertThat(result.bytesCopied()).isEqualTo(96_000);
        assertThat(backend.writes).isBetween(3, 6);
    }

    @Test
    void what_is_the_same_is_not_written() {
        open().commit(stage(), backend);
        backend.writes = 0;
        Path area = Staging.open(directory).newArea();
        RunFileSink same = new RunFileSink(area.resolve("run-0"), true);
        after.subMap(bytes("b"), bytes("c")).forEach((k, v) -> same.put(ByteBuffer.wrap(k), ByteBuffer.wrap(v)));
        same.finish();
        open().commit(List.of(new StagedRange<>(range("b", "c"), Mode.EXCISE, same, 1, 1)), backend);
        assertThat(backend.writes).isZero();
        holdsCommitted();
    }

    @Test
    void earlier_writes_are_durable_before_the_record_and_the_commit_before_the_record_goes() {
        List<Boolean> pending = new ArrayList<>();
        backend.onDurable = () -> pending.add(RedoLog.isPending(directory));
        open().commit(stage(), backend);
        assertThat(pending).containsExactly(false, true);
    }

    @Test
    void a_commit_killed_at_any_batch_is_finished_by_the_next_open() {
        for (int batches = 0; batches < 3; batches++) {
            backend.entries.clear();
            after.clear();
            fill();
            kill(batches);
            assertThat(names()).hasSize(3).contains("commit");
            open().finish(backend);
            holdsCommitted();
            open().finish(backend);
            holdsCommitted();
        }
    }

    @Test
    void finishing_may_itself_be_killed_again_and_again() {
        kill(1);
        for (int batches : new int[] {0, 1, 0}) {
            backend.writesLeft = batches;
            assertKind(Kind.INTERNAL, "the power went", () -> open().finish(backend));
            assertThat(names()).hasSize(3);
        }
        backend.writesLeft = Integer.MAX_VALUE;
        open().finish(backend);
        holdsCommitted();
    }

    @Test
    void a_reader_sees_the_committed_state_and_changes_nothing() {
        kill(1);
        List<String> before = names();
        PinnedView view = RedoLog.committed(directory, backend.pinWritten());
        Views views = new Views("test", 1);
        try (Cursor cursor = open(view, KeyRange.all(), Direction.FORWARD, views)) {
            assertThat(text(walk(cursor))).isEqualTo(text(after));
        }
        try (Cursor cursor = open(view, KeyRange.all(), Direction.BACKWARD, views)) {
            assertThat(text(walk(cursor))).isEqualTo(text(after));
        }
        for (String range : List.of("a", "b", "c", "d", "e")) {
            for (int i = 0; i < RECORDS; i += 31) {
                assertThat(view.get(key(range, i))).isEqualTo(after.get(key(range, i)));
            }
        }
        view.release();
        assertThat(names()).isEqualTo(before);
        assertThat(backend.pinned).isZero();
        open().finish(backend);
        holdsCommitted();
    }

    @Test
    void a_reader_seeks_in_ranges_of_the_committed_state() {
        kill(2);
        PinnedView view = RedoLog.committed(directory, backend.pinWritten());
        Views views = new Views("test", 1);
        for (String[] bounds :
                new String[][] {{"a08990", "b00010"}, {"b", "c"}, {"b00100", "e00004"}, {"c00005", "c00006"}, {"d", "e"}
                }) {
            KeyRange range = range(bounds[0], bounds[1]);
            NavigableMap<byte[], byte[]> part = after.subMap(bytes(bounds[0]), true, bytes(bounds[1]), false);
            for (Direction direction : Direction.values()) {
                try (Cursor cursor = open(view, range, direction, views)) {
                    assertThat(text(walk(cursor))).isEqualTo(text(part));
                    for (int i = 0; i < RECORDS; i += 457) {
                        for (String prefix : List.of("a", "b", "c", "d", "e")) {
                            byte[] to = key(prefix, i);
                            byte[] expected = direction == Direction.FORWARD ? part.ceilingKey(to) : part.floorKey(to);
                            assertThat(cursor.seek(to)).isEqualTo(expected != null);
                            if (expected != null) {
                                assertThat(Keys.copy(cursor.key())).isEqualTo(expected);
                                assertThat(Keys.copy(cursor.value())).isEqualTo(after.get(expected));
                                byte[] next = direction == Direction.FORWARD
                                        ? part.higherKey(expected)
                                        : part.lowerKey(expected);
                                assertThat(cursor.next()).isEqualTo(next != null);
                            }
                        }
                    }
                }
            }
        }
        view.release();
    }

    private static Cursor open(PinnedView view, KeyRange range, Direction direction, Views views) {
        return views.open(view.cursor(range, direction, Access.SCAN, views));
    }

    private static NavigableMap<byte[], byte[]> walk(Cursor cursor) {
        NavigableMap<byte[], byte[]> seen = new TreeMap<>(Keys::compare);
        byte[] last = null;
        while (cursor.next()) {
            byte[] key = Keys.copy(cursor.key());
            int order = last == null ? 0 : Keys.compare(last, key);
            assertThat(cursor.direction() == Direction.FORWARD ? order <= 0 : order >= 0)
                    .isTrue();
            assertThat(seen.put(key, Keys.copy(cursor.value()))).isNull();
            last = key;
        }
        return seen;
    }

    @Test
    void writes_that_cannot_be_made_durable_leave_no_record() {
        RedoLog log = open();
        backend.onDurable = () -> {
            throw new IllegalStateException("the disk went");
        };
        List<String> before = text(backend.entries);
        assertKind(Kind.OUTCOME_UNKNOWN, "the disk went", () -> log.commit(stage(), backend));
        assertThat(names()).isEmpty();
        assertThat(text(backend.entries)).isEqualTo(before);
    }

    @Test
    void a_record_that_cannot_be_written_leaves_no_trace_and_does_not_poison() throws IOException {
        RedoLog log = open();
        // a directory that is not empty, where the record's temporary file should go
        Path inTheWay = Files.createDirectories(directory.resolve("redo/commit.tmp/full"));
        assertKind(Kind.INTERNAL, directory.toString(), () -> log.commit(stage(), backend));
        assertThat(names()).containsExactly("commit.tmp");
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        log.commit(stage(), backend);
        holdsCommitted();
    }

    @Test
    void a_damaged_record_or_run_is_CORRUPT_naming_the_file() throws IOException {
        kill(1);
        Path redo = directory.resolve(RedoLog.DIRECTORY);
        Path record = redo.resolve("commit");
        byte[] whole = Files.readAllBytes(record);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            // new files: some file systems wait for the disk when one was cut and written again
            Files.delete(record);
            Files.write(record, damaged);
            assertKind(Kind.CORRUPT, record.toString(), this::open);
            Files.delete(record);
            Files.write(record, Arrays.copyOf(whole, i));
            assertKind(Kind.CORRUPT, record.toString(), () -> RedoLog.committed(directory, backend.pinWritten()));
        }
        Files.write(record, whole);
        for (String name : names()) {
            Path run = redo.resolve(name);
            if (!name.equals("commit")) {
                byte[] bytes = Files.readAllBytes(run);
                Files.write(run, Arrays.copyOf(bytes, bytes.length - 1));
                assertKind(Kind.CORRUPT, run.toString(), this::open);
                Files.delete(run);
                assertKind(Kind.CORRUPT, run.toString(), this::open);
                byte[] damaged = bytes.clone();
                damaged[bytes.length / 2] ^= 1;
                Files.write(run, damaged);
                assertKind(Kind.CORRUPT, run.toString(), () -> open().finish(backend));
                Files.write(run, bytes);
            }
        }
        open().finish(backend);
        holdsCommitted();
    }

    @Test
    void an_open_removes_what_belongs_to_no_commit_and_nothing_else() throws IOException {
        open();
        Path redo = directory.resolve(RedoLog.DIRECTORY);
        Path precious = Files.writeString(directory.resolve("precious"), "kept");
        Files.writeString(redo.resolve("run-0123456789abcdef0123456789abcdef"), "left");
        Files.createSymbolicLink(redo.resolve("run-0123456789abcdef0123456789abcdee"), precious);
        Files.writeString(redo.resolve("commit.tmp"), "left");
        Files.writeString(redo.resolve("run-short"), "not the log's");
        open();
        assertThat(names()).containsExactly("run-short");
        assertThat(precious).hasContent("kept");
    }
}
