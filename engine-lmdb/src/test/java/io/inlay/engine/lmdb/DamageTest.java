package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Metrics;
import io.inlay.engine.Verification;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged data files are CORRUPT, or read as if sound where LMDB's format cannot tell; nothing else, and never a crash. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class DamageTest {
    private static final int PAGE = 4096;

    @TempDir
    Path directory;

    private Path data() {
        return directory.resolve(PageFile.NAME);
    }

    /** A store with deep trees, overflow pages, blocks of long keys and free pages. */
    private NavigableMap<byte[], byte[]> fill() {
        NavigableMap<byte[], byte[]> contents = Stores.numbered(0, 4_000, 60);
        for (int i = 0; i < 20; i++) {
            contents.put(Stores.bytes("long".repeat(150) + i), new byte[200]);
            contents.put(Stores.bytes("wide" + i), new byte[9_000]);
        }
        try (Engine engine = Stores.open(directory)) {
            Stores.excise(engine, KeyRange.all(), Stores.numbered(10_000, 13_000, 300));
            Stores.excise(engine, KeyRange.all(), contents);
            engine.write(Stores.put("z", "1"), Durability.SYNC);
            engine.write(Stores.put("z", "2"), Durability.SYNC);
        }
        contents.put(Stores.bytes("z"), Stores.bytes("2"));
        return contents;
    }

    private void cut(long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(data().toFile(), "rw")) {
            file.setLength(length);
        }
    }

    private void corruptOnOpen() {
        EngineException failure = fails(Kind.CORRUPT, () -> Stores.open(directory));
        assertThat(failure).hasMessageContaining(data().toString());
        fails(Kind.CORRUPT, () -> Stores.openReadOnly(directory));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100, 151, PAGE, PAGE + 151, 2 * PAGE, 10 * PAGE})
    void R45_a_short_file_is_CORRUPT(long length) throws IOException {
        fill();
        cut(length);
        corruptOnOpen();
    }

    @Test
    void R45_a_lost_file_is_CORRUPT_and_no_new_store() throws IOException {
        fill();
        Files.delete(data());
        corruptOnOpen();
        assertThat(data()).doesNotExist();
    }

    @Test
    void a_store_whose_making_was_cut_short_is_none_until_it_is_opened_writable() throws IOException {
        Stores.open(directory).close();
        Files.delete(data());
        Files.delete(directory.resolve("lock.mdb"));
        assertThat(fails(Kind.INVALID, () -> Stores.openReadOnly(directory)))
                .hasMessageContaining("there is no store at " + directory);
        Stores.open(directory).close();
        Stores.openReadOnly(directory).close();
    }

    @Test
    void R45_half_a_file_is_CORRUPT() throws IOException {
        fill();
        cut(Files.size(data()) / 2);
        corruptOnOpen();
    }

    @Test
    void a_file_may_end_before_pages_that_are_free() throws IOException {
        NavigableMap<byte[], byte[]> few = Stores.numbered(0, 10, 10);
        try (Engine engine = Stores.open(directory)) {
            Stores.excise(engine, KeyRange.all(), few);
            Stores.excise(engine, KeyRange.prefix(Stores.bytes("x")), Map.of(Stores.bytes("x"), new byte[400_000]));
            Stores.excise(engine, KeyRange.prefix(Stores.bytes("x")), Map.of());
            few.put(Stores.bytes("z"), Stores.bytes("9"));
            for (int i = 0; i < 10; i++) {
                engine.write(Stores.put("z", String.valueOf(i)), Durability.RELAXED);
            }
            cut((engine.find(Metrics.class).orElseThrow().read().get("lmdb.pages") - 40) * PAGE);
        }
        try (Engine engine = Stores.openReadOnly(directory)) {
            Stores.assertSame(Stores.contents(engine), few);
        }
        try (Engine engine = Stores.open(directory)) {
            Stores.assertSame(Stores.contents(engine), few);
            few.put(Stores.bytes("y"), new byte[500_000]);
            engine.write(Stores.put("y", "x").put(Stores.bytes("y"), new byte[500_000]), Durability.SYNC);
            Stores.assertSame(Stores.contents(engine), few);
        }
    }

    @Test
    void R44_another_format_of_LMDB_is_INCOMPATIBLE() throws IOException {
        fill();
        byte[] bytes = Files.readAllBytes(data());
        ByteBuffer meta = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(meta.getInt(16)).isEqualTo(MetaPage.MAGIC);
        meta.putInt(20, 2);
        Files.write(data(), bytes);
        fails(Kind.INCOMPATIBLE, () -> Stores.open(directory));
        meta.putInt(16, 0);
        Files.write(data(), bytes);
        corruptOnOpen();
    }

    @Test
    void R45_a_damaged_meta_page_is_CORRUPT() throws IOException {
        fill();
        byte[] sound = Files.readAllBytes(data());
        for (int at : new int[] {10, 16, 40, 46, 94, 128, 136}) {
            byte[] damaged = sound.clone();
            for (int meta : new int[] {0, PAGE}) {
                damaged[meta + at] ^= 0x5b;
                damaged[meta + at + 1] ^= 0x33;
            }
            Files.write(data(), damaged);
            EngineException failure = readAll();
            assertThat(failure).as("byte " + at).isNotNull();
        }
    }

    /** Opens read-only and reads everything in both directions; null where nothing failed. */
    private @Nullable EngineException readAll() {
        try (Engine engine = Stores.openReadOnly(directory)) {
            for (Direction direction : Direction.values()) {
                try (Cursor cursor = engine.cursor(KeyRange.all(), direction, Access.SCAN)) {
                    long left = 1_000_000;
                    while (cursor.next()) {
                        engine.get(Keys.copy(cursor.key()));
                        cursor.value();
                        assertThat(left--).isPositive();
                    }
                }
            }
            engine.find(Verification.class).orElseThrow().run(() -> false);
            return null;
        } catch (EngineException e) {
            assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
            assertThat(e).hasMessageContaining(data().toString());
            return e;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void R45_random_damage_is_CORRUPT_or_unseen(long seed) throws IOException {
        fill();
        byte[] sound = Files.readAllBytes(data());
        Random random = new Random(seed);
        int seen = 0;
        for (int round = 0; round < 60; round++) {
            byte[] damaged = sound.clone();
            int page = 2 + random.nextInt(damaged.length / PAGE - 2);
            if (random.nextBoolean()) {
                int header = page * PAGE + random.nextInt(80);
                damaged[header] = (byte) random.nextInt(256);
            } else {
                Arrays.fill(damaged, page * PAGE, (page + 1) * PAGE, (byte) random.nextInt(3));
            }
            Files.write(data(), damaged);
            if (readAll() != null) {
                seen++;
            }
        }
        assertThat(seen).isPositive();
    }

    @Test
    void R45_a_wrong_child_or_order_is_found_by_verification() throws IOException {
        fill();
        byte[] bytes = Files.readAllBytes(data());
        ByteBuffer pages = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int swapped = 0;
        for (int at = 2 * PAGE; at < bytes.length; at += PAGE) {
            boolean leaf = pages.getShort(at + 10) == PageView.LEAF && pages.getLong(at) == at / PAGE;
            if (leaf && bytes[at + pages.getShort(at + 16) + PageView.NODE_HEADER] == StoredKey.USER) {
                short first = pages.getShort(at + 16);
                pages.putShort(at + 16, pages.getShort(at + 20));
                pages.putShort(at + 20, first);
                swapped++;
            }
        }
        assertThat(swapped).isPositive();
        Files.write(data(), bytes);
        try (Engine engine = Stores.openReadOnly(directory)) {
            fails(
                    Kind.CORRUPT,
                    () -> engine.find(Verification.class).orElseThrow().run(() -> false));
        }
    }

    @Test
    void R45_a_wrong_list_of_free_pages_keeps_writers_out() throws IOException {
        NavigableMap<byte[], byte[]> contents = fill();
        Version version = StoreFile.check(directory);
        TreeWalk lists = new TreeWalk(
                version.file(), version.meta().free(), version.meta().lastPage(), false);
        assertThat(lists.first()).isTrue();
        PageView list = lists.value();
        assertThat(list.valueBuffer().getLong(list.valueAt())).isPositive();
        long at = list.page() * PAGE + list.valueAt() - version.file().offset(list.page()) + Long.BYTES;
        try (RandomAccessFile file = new RandomAccessFile(data().toFile(), "rw")) {
            file.seek(at);
            file.writeLong(Long.reverseBytes(version.meta().lastPage() + 7));
        }
        fails(Kind.CORRUPT, () -> Stores.open(directory));
        try (Engine engine = Stores.openReadOnly(directory)) {
            Stores.assertSame(Stores.contents(engine), contents);
        }
    }

    @Test
    void verification_counts_every_entry() {
        NavigableMap<byte[], byte[]> contents = fill();
        long bytes = contents.entrySet().stream()
                .mapToLong(e -> e.getKey().length + e.getValue().length)
                .sum();
        try (Engine engine = Stores.open(directory)) {
            Verification.Checked checked =
                    engine.find(Verification.class).orElseThrow().run(() -> false);
            assertThat(checked).isEqualTo(new Verification.Checked(contents.size(), bytes, true, false));
            Stores.assertSame(Stores.contents(engine), contents);
        }
    }
}
