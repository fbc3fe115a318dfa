package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.bytes;
import static io.inlay.engine.lmdb.Stores.fails;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are copied from a cursor of this kind of engine, and are read during the commit. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class SourceRunTest {
    private static final int PAGE = 4096;

    @TempDir
    Path directory;

    private final NavigableMap<byte[], byte[]> held = entries();
    private final HookedHandle.Hooks hooks = new HookedHandle.Hooks();
    private Engine source;
    private Engine target;

    @BeforeEach
    void open() {
        source = Stores.open(directory.resolve("source"));
        target = LmdbEngine.open(
                directory.resolve("target"), LmdbOptions.builder().build(), hooks::open);
        Stores.excise(source, KeyRange.all(), held);
        target.write(Stores.put("key-0", "before").put(bytes("zzz"), bytes("before")), Durability.SYNC);
    }

    @AfterEach
    void close() {
        target.close();
        source.close();
    }

    /** Short and long keys and values, blocks among them, one of which takes many pages. */
    private static NavigableMap<byte[], byte[]> entries() {
        NavigableMap<byte[], byte[]> entries = Stores.numbered(0, 3_000, 60);
        for (int i = 0; i < 300; i++) {
            entries.put(bytes("key-00000400" + "x".repeat(500) + i), new byte[i % 40]);
        }
        for (int i = 0; i < 20; i++) {
            entries.put(bytes("key-" + i + "long".repeat(150)), new byte[200]);
            entries.put(bytes("key-" + i + "wide"), new byte[9_000]);
        }
        entries.put(new byte[0], bytes("empty key"));
        return entries;
    }

    private static Cursor cursor(Reader reader, KeyRange range) {
        return reader.cursor(range, Direction.FORWARD, Access.SCAN);
    }

    private static long openViews(Engine engine) {
        return engine.find(Metrics.class).orElseThrow().read().getOrDefault("views.open", -1L);
    }

    private boolean isStaged(Replacement replacement) throws IOException {
        try (Stream<Path> files =
                Files.list(replacement.scratch().toAbsolutePath().getParent())) {
            return files.anyMatch(file -> String.valueOf(file.getFileName()).startsWith("run-"));
        }
    }

    @Test
    void R11_the_run_is_what_the_cursor_reads_whatever_becomes_of_it() throws IOException {
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            try (Snapshot snapshot = source.snapshot()) {
                source.write(new Batch().deleteRange(KeyRange.all()), Durability.RELAXED);
                run.addAll(cursor(snapshot, KeyRange.all()), Long.MAX_VALUE);
            }
            run.finish();
            for (int i = 0; i < 5; i++) {
                Stores.excise(source, KeyRange.all(), Stores.numbered(i, 4_000, 100));
            }
            assertThat(isStaged(replacement)).isFalse();
            assertThat(openViews(source)).isEqualTo(1);
            assertThat(replacement.commit().records()).isEqualTo(held.size());
        }
        assertThat(openViews(source)).isZero();
        Stores.assertSame(Stores.contents(target), held);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1023, 1024, 1025, 100_000})
    void counts_are_true_and_pieces_join(int max) throws IOException {
        long bytes = 0;
        for (Map.Entry<byte[], byte[]> entry : held.entrySet()) {
            bytes += entry.getKey().length + (long) entry.getValue().length;
        }
        try (Cursor cursor = cursor(source, KeyRange.all());
                Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            long left = held.size();
            long added;
            do {
                added = run.addAll(cursor, max);
                assertThat(added).isEqualTo(Math.min(left, max));
                left -= added;
            } while (added == max);
            assertThat(run.bytes()).isEqualTo(bytes);
            run.finish();
            assertThat(isStaged(replacement)).isFalse();
            assertThat(replacement.commit().records()).isEqualTo(held.size());
        }
        Stores.assertSame(Stores.contents(target), held);
    }

    @Test
    void a_cursor_moved_between_pieces_gives_what_it_yields() {
        NavigableMap<byte[], byte[]> expected = Stores.map();
        try (Cursor cursor = cursor(source, KeyRange.all());
                Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            assertThat(run.addAll(cursor, 1_000)).isEqualTo(1_000);
            assertThat(cursor.next()).isTrue();
            assertThat(run.addAll(cursor, 1_000)).isEqualTo(1_000);
            run.finish();
            replacement.commit();
        }
        held.entrySet().stream().limit(2_001).forEach(entry -> expected.put(entry.getKey(), entry.getValue()));
        expected.remove(held.keySet().stream().skip(1_000).findFirst().orElseThrow());
        Stores.assertSame(Stores.contents(target), expected);
    }

    @Test
    void other_records_around_it_have_it_staged() throws IOException {
        KeyRange numbers = KeyRange.prefix(bytes("key-0"));
        NavigableMap<byte[], byte[]> expected = Stores.map();
        expected.putAll(held.subMap(bytes("key-0"), true, bytes("key-1"), false));
        expected.put(bytes("key-0zz"), bytes("added"));
        expected.put(bytes("zzz"), bytes("before"));
        try (Cursor cursor = cursor(source, numbers);
                Replacement replacement = target.begin();
                RunWriter run = replacement.overlay(KeyRange.all())) {
            run.addAll(cursor, Long.MAX_VALUE);
            assertThat(isStaged(replacement)).isFalse();
            run.delete(ByteBuffer.wrap(bytes("key-0zy")));
            assertThat(isStaged(replacement)).isTrue();
            assertThat(openViews(source)).isEqualTo(1);
            run.add(ByteBuffer.wrap(bytes("key-0zz")), ByteBuffer.wrap(bytes("added")));
            run.finish();
            replacement.commit();
        }
        expected.put(bytes("key-0"), bytes("before"));
        Stores.assertSame(Stores.contents(target), expected);
    }

    @Test
    void R34_an_entry_out_of_range_or_order_is_INVALID_at_once() {
        Map<byte[], byte[]> before = Stores.contents(target);
        try (Cursor cursor = cursor(source, KeyRange.all());
                Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.of(new byte[0], bytes("key-00000100")))) {
            assertThat(fails(Kind.INVALID, () -> run.addAll(cursor, Long.MAX_VALUE)))
                    .hasMessageContaining("key-00000100");
            fails(Kind.INVALID, replacement::commit);
        }
        try (Cursor cursor = cursor(source, KeyRange.all());
                Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            run.addAll(cursor, 100);
            cursor.seek(bytes("key-00000050"));
            assertThat(fails(Kind.INVALID, () -> run.addAll(cursor, 1))).hasMessageContaining("key-00000051");
        }
        Stores.assertSame(Stores.contents(target), before);
        assertThat(openViews(source)).isZero();
    }

    @Test
    void a_source_that_is_closed_first_is_staged() throws IOException {
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            run.addAll(cursor(source, KeyRange.all()), Long.MAX_VALUE);
            run.finish();
            source.close();
            assertThat(isStaged(replacement)).isTrue();
            assertThat(replacement.commit().records()).isEqualTo(held.size());
        }
        Stores.assertSame(Stores.contents(target), held);
    }

    @Test
    void a_source_that_is_closed_when_the_commit_has_begun_makes_no_difference() {
        hooks.beforeBegin = source::close;
        copyAll(target);
        Stores.assertSame(Stores.contents(target), held);
    }

    @Test
    void a_run_that_is_open_while_its_source_closes_keeps_what_it_has() {
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            Cursor cursor = cursor(source, KeyRange.all());
            run.addAll(cursor, 500);
            source.close();
            run.add(ByteBuffer.wrap(bytes("z")), ByteBuffer.wrap(bytes("added")));
            run.finish();
            assertThat(replacement.commit().records()).isEqualTo(501);
        }
        assertThat(Stores.contents(target)).hasSize(501);
    }

    @Test
    void R17_without_room_for_another_view_the_run_is_staged() throws IOException {
        source.close();
        source = LmdbEngine.open(
                directory.resolve("source"),
                LmdbOptions.builder().maxOpenViews(1).build());
        try (Cursor cursor = cursor(source, KeyRange.all());
                Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            assertThat(run.addAll(cursor, Long.MAX_VALUE)).isEqualTo(held.size());
            run.finish();
            assertThat(isStaged(replacement)).isTrue();
            replacement.commit();
        }
        Stores.assertSame(Stores.contents(target), held);
    }

    @Test
    void a_range_replaced_by_what_it_holds_is_not_written() {
        assertThat(copyAll(source).bytesCopied()).isZero();
        Stores.assertSame(Stores.contents(source), held);
    }

    @Test
    void an_option_has_every_run_staged() throws IOException {
        target.close();
        target = new LmdbEngineProvider().open(directory.resolve("target"), LmdbPlainContractTest.PLAIN);
        try (Cursor cursor = cursor(source, KeyRange.all());
                Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            run.addAll(cursor, Long.MAX_VALUE);
            assertThat(isStaged(replacement)).isTrue();
            assertThat(openViews(source)).isEqualTo(1);
        }
    }

    private ReplaceResult copyAll(Engine to) {
        try (Replacement replacement = to.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            try (Cursor cursor = cursor(source, KeyRange.all())) {
                run.addAll(cursor, Long.MAX_VALUE);
            }
            run.finish();
            return replacement.commit();
        }
    }

    @Test
    void R45_a_source_that_is_damaged_meanwhile_is_CORRUPT_and_changes_nothing() throws IOException {
        Map<byte[], byte[]> before = Stores.contents(target);
        Path file = directory.resolve("source").resolve(PageFile.NAME);
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            try (Cursor cursor = cursor(source, KeyRange.all())) {
                run.addAll(cursor, Long.MAX_VALUE);
            }
            run.finish();
            turnNodesRound(file);
            assertThat(fails(Kind.CORRUPT, replacement::commit)).hasMessageContaining(file.toString());
        }
        Stores.assertSame(Stores.contents(target), before);
        target.write(Stores.put("after", "1"), Durability.SYNC);
    }

    /** Has every leaf's second and third nodes change places. */
    private static void turnNodesRound(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (long page = 2; page < file.length() / PAGE; page++) {
                file.seek(page * PAGE + 10);
                boolean leaf = (Short.reverseBytes(file.readShort()) & 0x6f) == PageView.LEAF;
                int nodes = (Short.toUnsignedInt(Short.reverseBytes(file.readShort())) - PageView.HEADER) / 2;
                if (leaf && nodes > 3) {
                    file.seek(page * PAGE + PageView.HEADER + 2);
                    int both = file.readInt();
                    file.seek(page * PAGE + PageView.HEADER + 2);
                    file.writeInt(both << 16 | both >>> 16);
                }
            }
        }
    }

    @Test
    void random_pieces_of_random_ranges_are_what_their_cursors_yield() {
        Random random = new Random(7);
        byte[][] keys = held.keySet().toArray(byte[][]::new);
        NavigableMap<byte[], byte[]> expected = Stores.contents(target);
        for (int round = 0; round < 40; round++) {
            int from = random.nextInt(keys.length);
            int until = from + 1 + random.nextInt(keys.length - from);
            KeyRange range = KeyRange.of(keys[from], until == keys.length ? null : keys[until]);
            boolean excised = random.nextBoolean();
            long added;
            try (Cursor cursor = cursor(source, range);
                    Replacement replacement = target.begin();
                    RunWriter run = excised ? replacement.excise(range) : replacement.overlay(range)) {
                added = run.addAll(cursor, random.nextInt(until - from) + 1);
                added += run.addAll(cursor, random.nextInt(until - from) + 1);
                run.finish();
                replacement.commit();
            }
            if (excised) {
                expected.keySet().removeIf(range::contains);
            }
            for (int i = from; i < from + added; i++) {
                expected.put(keys[i], held.getOrDefault(keys[i], keys[i]));
            }
            Stores.assertSame(Stores.contents(target), expected);
        }
    }
}
