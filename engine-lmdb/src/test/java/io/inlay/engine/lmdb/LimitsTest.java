package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.bytes;
import static io.inlay.engine.lmdb.Stores.fails;
import static io.inlay.engine.lmdb.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Metrics;
import io.inlay.engine.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens at the limits of the map, the disk and the table of readers. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class LimitsTest {
    @TempDir
    Path directory;

    @Test
    void R36_a_full_map_is_FULL_and_nothing_happened() {
        NavigableMap<byte[], byte[]> held = Stores.numbered(0, 1_000, 100);
        try (Engine engine = new LmdbEngineProvider().open(directory, Map.of("mapSize", "2MiB"))) {
            Stores.excise(engine, KeyRange.all(), held);
            fails(Kind.FULL, () -> Stores.excise(engine, KeyRange.all(), Stores.numbered(0, 100_000, 100)));
            fails(Kind.FULL, () -> engine.write(new Batch().put(bytes("big"), new byte[3 << 20]), Durability.SYNC));
            Stores.assertSame(Stores.contents(engine), held);
            engine.write(put("small", "1"), Durability.SYNC);
            held.put(bytes("small"), bytes("1"));
            Stores.excise(engine, KeyRange.prefix(bytes("key-0000000")), Map.of());
            held.subMap(bytes("key-0000000"), bytes("key-0000001")).clear();
            Stores.assertSame(Stores.contents(engine), held);
        }
        try (Engine engine = Stores.open(directory)) {
            Stores.assertSame(Stores.contents(engine), held);
            Stores.excise(engine, KeyRange.all(), Stores.numbered(0, 50_000, 100));
        }
    }

    @Test
    void R17_every_view_may_pin_a_version_of_its_own() {
        int views = 300;
        LmdbOptions options = LmdbOptions.builder().maxOpenViews(views).build();
        try (Engine engine = new LmdbEngineProvider().open(directory, options)) {
            List<Snapshot> snapshots = new ArrayList<>();
            for (int i = 0; i < views; i++) {
                engine.write(put("a", "" + i), Durability.RELAXED);
                snapshots.add(engine.snapshot());
            }
            fails(Kind.RETRY, engine::snapshot);
            engine.write(put("a", "last"), Durability.RELAXED);
            for (int i = 0; i < views; i++) {
                assertThat(snapshots.get(i).get(bytes("a"))).isEqualTo(bytes("" + i));
            }
            assertThat(metric(engine, "lmdb.versions.kept")).isEqualTo(views + 1);
            snapshots.forEach(Snapshot::close);
            engine.write(put("a", "after"), Durability.RELAXED);
            engine.write(put("a", "after"), Durability.RELAXED);
            assertThat(metric(engine, "lmdb.versions.kept")).isLessThanOrEqualTo(2);
        }
    }

    private static Long metric(Engine engine, String name) {
        return engine.find(Metrics.class).orElseThrow().read().get(name);
    }

    @Test
    void pages_that_nobody_sees_are_used_again() throws IOException {
        try (Engine engine = Stores.open(directory)) {
            NavigableMap<byte[], byte[]> one = Stores.numbered(0, 10_000, 100);
            NavigableMap<byte[], byte[]> other = Stores.numbered(0, 10_000, 101);
            Stores.excise(engine, KeyRange.all(), one);
            long single = Files.size(directory.resolve(PageFile.NAME));
            for (int i = 0; i < 10; i++) {
                Stores.excise(engine, KeyRange.all(), i % 2 == 0 ? other : one);
            }
            assertThat(Files.size(directory.resolve(PageFile.NAME))).isLessThan(4 * single);
        }
    }

    @Test
    void a_long_value_goes_in_and_out() {
        byte[] value = new byte[40 << 20];
        for (int i = 0; i < value.length; i += 4096) {
            value[i] = (byte) (i >>> 12);
        }
        try (Engine engine = Stores.open(directory)) {
            engine.write(new Batch().put(bytes("a"), value), Durability.RELAXED);
            assertThat(engine.get(bytes("a"))).isEqualTo(value);
            value[12_345] = 1;
            Stores.excise(engine, KeyRange.all(), Map.of(bytes("b"), value));
            assertThat(engine.get(bytes("b"))).isEqualTo(value);
        }
    }

    @Test
    void a_full_disk_is_FULL_and_nothing_happened() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        if (!run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString())) {
            System.out.println("not verified: a full disk (a small file system cannot be mounted here)");
            return;
        }
        try {
            NavigableMap<byte[], byte[]> held = Stores.numbered(0, 1_000, 100);
            Path store = disk.resolve("store");
            try (Engine engine = Stores.open(store)) {
                Stores.excise(engine, KeyRange.all(), held);
                for (int i = 0; i < 3; i++) {
                    fails(Kind.FULL, () -> Stores.excise(engine, KeyRange.all(), Stores.numbered(0, 60_000, 200)));
                    fails(
                            Kind.FULL,
                            () -> engine.write(new Batch().put(bytes("big"), new byte[20 << 20]), Durability.SYNC));
                    Stores.assertSame(Stores.contents(engine), held);
                    engine.write(put("small", "" + i), Durability.SYNC);
                    held.put(bytes("small"), bytes("" + i));
                }
                assertThat(Files.getFileStore(disk).getUsableSpace()).isGreaterThan(8 << 20);
                Path ballast = Files.write(disk.resolve("ballast"), new byte[1 << 20]);
                try (Engine filler = Stores.open(disk.resolve("filler"))) {
                    assertThat(fill(filler).kind()).isEqualTo(Kind.FULL);
                    assertThat(Stores.contents(filler)).isNotEmpty();
                    Files.delete(ballast);
                    filler.write(new Batch().deleteRange(KeyRange.all()), Durability.SYNC);
                    assertThat(Stores.contents(filler)).isEmpty();
                }
            }
            try (Engine engine = Stores.open(store)) {
                Stores.assertSame(Stores.contents(engine), held);
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static EngineException fill(Engine engine) {
        for (int i = 0; ; i++) {
            try {
                engine.write(new Batch().put(bytes("fill-" + i), new byte[50_000]), Durability.RELAXED);
            } catch (EngineException e) {
                return e;
            }
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shared_disks_are_known_by_their_names() {
        assertThat(SharedDisk.isShared("nfs4")).isTrue();
        assertThat(SharedDisk.isShared("CIFS")).isTrue();
        assertThat(SharedDisk.isShared("9p")).isTrue();
        assertThat(SharedDisk.isShared("ext4")).isFalse();
        assertThat(SharedDisk.isShared("overlay")).isFalse();
    }
}
