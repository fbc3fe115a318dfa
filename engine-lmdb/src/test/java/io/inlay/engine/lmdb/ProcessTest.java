package io.inlay.engine.lmdb;

import static io.inlay.engine.lmdb.Stores.bytes;
import static io.inlay.engine.lmdb.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Metrics;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only shows in a process of its own: kills, loading of the library, little address space. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class ProcessTest {
    private static final int RECORDS = 3_000;

    @TempDir
    Path directory;

    private Path store() {
        return directory.resolve("store");
    }

    private Process start(List<String> wrapper, Class<?> main) throws IOException {
        Path temporary = directory.resolve("tmp");
        Files.createDirectories(temporary);
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), store().toString()));
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(Path::toString).toList();
        }
    }

    /** Holds a snapshot and replaces everything again and again. */
    static final class Replacer {
        private Replacer() {}

        @SuppressWarnings("InfiniteLoopStatement") // until it is killed
        public static void main(String[] arguments) {
            Engine engine = Stores.open(Path.of(arguments[0]));
            Snapshot held = engine.snapshot();
            for (int generation = 0; ; generation++) {
                Stores.excise(engine, KeyRange.all(), Stores.numbered(0, RECORDS, generation % 100));
                System.out.println(generation + " " + (held.get(bytes("absent")) == null));
            }
        }
    }

    @Test
    void a_killed_process_leaves_whole_states_no_pins_and_no_files() throws Exception {
        for (int kill = 0; kill < 3; kill++) {
            Process child = start(List.of(), Replacer.class);
            try (BufferedReader lines = lines(child)) {
                for (int i = 0; i < 3 + kill; i++) {
                    assertThat(lines.readLine())
                            .as(Files.readString(directory.resolve("errors")))
                            .isNotNull();
                }
                child.destroyForcibly();
                child.waitFor();
            }
            assertThat(names(directory.resolve("tmp"))).isEmpty();
            try (Engine engine = Stores.open(store())) {
                NavigableMap<byte[], byte[]> held = Stores.contents(engine);
                assertThat(held).hasSize(RECORDS);
                Stores.assertSame(
                        held, Stores.numbered(0, RECORDS, held.firstEntry().getValue().length));
                assertThat(names(store().resolve("staging"))).isEmpty();
                Stores.excise(engine, KeyRange.all(), Stores.numbered(0, RECORDS, 50));
                Stores.excise(engine, KeyRange.all(), Stores.numbered(0, RECORDS, 49));
                long before = pages(engine);
                for (int i = 0; i < 10; i++) {
                    Stores.excise(engine, KeyRange.all(), Stores.numbered(0, RECORDS, 40 + i));
                }
                assertThat(pages(engine))
                        .as("pages pinned by the killed process")
                        .isLessThan(2 * before);
            }
        }
    }

    private static long pages(Engine engine) {
        return engine.find(Metrics.class).orElseThrow().read().getOrDefault("lmdb.pages", 0L);
    }

    /** Opens with a context class loader that sees nothing. */
    static final class Stranger {
        private Stranger() {}

        public static void main(String[] arguments) {
            Thread.currentThread().setContextClassLoader(new ClassLoader(null) {});
            try (Engine engine = new LmdbEngineProvider().open(Path.of(arguments[0]), Map.of())) {
                engine.write(put("a", "1"), Durability.SYNC);
                System.out.println(
                        "map " + engine.find(Metrics.class).orElseThrow().read().get("lmdb.map.bytes"));
            }
        }
    }

    @Test
    void the_context_class_loader_does_not_matter() throws Exception {
        assertThat(mapBytes(List.of())).isEqualTo(1L << 40);
    }

    @Test
    void the_map_is_halved_where_address_space_is_short() throws Exception {
        assertThat(mapBytes(List.of("sh", "-c", "ulimit -v 12000000; exec \"$0\" \"$@\"")))
                .isBetween(1L << 30, 1L << 34);
    }

    private long mapBytes(List<String> wrapper) throws Exception {
        Process child = start(wrapper, Stranger.class);
        try (BufferedReader lines = lines(child)) {
            String line = lines.readLine();
            assertThat(line).as(Files.readString(directory.resolve("errors"))).startsWith("map ");
            assertThat(child.waitFor()).isZero();
            assertThat(names(directory.resolve("tmp"))).isEmpty();
            return Long.parseLong(line.substring("map ".length()));
        }
    }

    /** Opens many stores at once and tells the maps of the first and of the last. */
    static final class ManyStores {
        private static final int STORES = 190;

        private ManyStores() {}

        public static void main(String[] arguments) {
            List<Engine> open = new ArrayList<>();
            for (int i = 0; i < STORES; i++) {
                Engine engine = Stores.open(Path.of(arguments[0], "store-" + i));
                engine.write(put("a", "1"), Durability.RELAXED);
                open.add(engine);
            }
            System.out.println("maps " + mapBytes(open.get(0)) + " " + mapBytes(open.get(STORES - 1)));
            open.forEach(Engine::close);
        }

        private static long mapBytes(Engine engine) {
            return engine.find(Metrics.class).orElseThrow().read().getOrDefault("lmdb.map.bytes", 0L);
        }
    }

    @Test
    void many_stores_of_one_process_share_its_address_space() throws Exception {
        Process child = start(List.of(), ManyStores.class);
        try (BufferedReader lines = lines(child)) {
            assertThat(lines.readLine())
                    .as(Files.readString(directory.resolve("errors")))
                    .isEqualTo("maps " + (1L << 40) + " " + (64L << 30));
            assertThat(child.waitFor()).isZero();
        }
    }

    /** Has more long keys with one beginning than its heap can hold together, and tells what became of them. */
    static final class LongKeys {
        private static final int TOO_MANY = 60_000;

        private LongKeys() {}

        private static byte[] key(int number) {
            return bytes("k".repeat(500) + String.format("%0100d", number));
        }

        private static void add(RunWriter run, int count) {
            for (int i = 0; i < count; i++) {
                run.add(ByteBuffer.wrap(key(i)), ByteBuffer.wrap(new byte[150]));
            }
            run.finish();
        }

        private static String outcome(Runnable step) {
            try {
                step.run();
                return "done";
            } catch (EngineException e) {
                return e.kind() + (String.valueOf(e.getMessage()).contains("-Xmx") ? " -Xmx" : "");
            }
        }

        private static int count(Engine engine) {
            int count = 0;
            try (Cursor all = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
                while (all.next()) {
                    count++;
                }
            }
            return count;
        }

        private static void replace(Engine engine, int count) {
            try (Replacement replacement = engine.begin()) {
                add(replacement.excise(KeyRange.all()), count);
                replacement.commit();
            }
        }

        /** Adds keys in batches as long as they are taken. */
        private static void fill(Engine engine) {
            for (int from = 0; from < TOO_MANY; from += 3_000) {
                Batch batch = new Batch();
                for (int i = from; i < from + 3_000; i++) {
                    batch.put(key(i), new byte[150]);
                }
                engine.write(batch, Durability.RELAXED);
            }
        }

        public static void main(String[] arguments) {
            try (Engine engine = Stores.open(Path.of(arguments[0]))) {
                engine.write(put("before", "1"), Durability.SYNC);
                System.out.println("replace " + outcome(() -> replace(engine, TOO_MANY)));
                System.out.println("holds " + count(engine));
                System.out.println("write " + outcome(() -> fill(engine)));
                int held = count(engine) - 1;
                System.out.println("whole batches " + (held % 3_000 == 0 && held > 0 && held < TOO_MANY));
                System.out.println("empty "
                        + outcome(() -> engine.write(new Batch().deleteRange(KeyRange.all()), Durability.SYNC)));
                System.out.println("replace " + outcome(() -> replace(engine, 3_000)));
                System.out.println("holds " + count(engine));
            }
        }
    }

    @Test
    void more_long_keys_with_one_beginning_than_the_heap_holds_are_FULL_and_change_nothing() throws Exception {
        Process child = start(List.of(), LongKeys.class);
        try (BufferedReader lines = lines(child)) {
            assertThat(lines.lines())
                    .as(Files.readString(directory.resolve("errors")))
                    .containsExactly(
                            "replace FULL -Xmx",
                            "holds 1",
                            "write FULL -Xmx",
                            "whole batches true",
                            "empty done",
                            "replace done",
                            "holds 3000");
            assertThat(child.waitFor()).isZero();
        }
    }

    @Test
    void R43_a_read_only_file_system_is_enough_to_read() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        if (!run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString())) {
            System.out.println("not verified: a read-only file system (none can be mounted here)");
            return;
        }
        try {
            Path store = disk.resolve("store");
            NavigableMap<byte[], byte[]> held = Stores.numbered(0, RECORDS, 20);
            try (Engine engine = Stores.open(store)) {
                Stores.excise(engine, KeyRange.all(), held);
            }
            assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
            try (Engine engine = Stores.openReadOnly(store);
                    Engine second = Stores.openReadOnly(store)) {
                Stores.assertSame(Stores.contents(engine), held);
                Stores.assertSame(Stores.contents(second), held);
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
