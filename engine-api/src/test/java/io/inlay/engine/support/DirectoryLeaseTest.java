package io.inlay.engine.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLeaseTest {
    private static final Stamp STAMP = new Stamp("test", 3);

    @TempDir
    Path parent;

    private Path store() {
        return parent.resolve("store");
    }

    private static void assertKind(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void one_writer_or_any_number_of_readers() throws Exception {
        Path link = Files.createSymbolicLink(parent.resolve("link"), store());
        try (DirectoryLease writer = DirectoryLease.open(store(), STAMP, false, true)) {
            assertThat(writer.directory()).isEqualTo(store().toRealPath());
            assertKind(Kind.LOCKED, () -> DirectoryLease.open(link, STAMP, false, true));
            assertKind(Kind.LOCKED, () -> DirectoryLease.open(store(), STAMP, true, false));
        }
        try (DirectoryLease one = DirectoryLease.open(store(), STAMP, true, false);
                DirectoryLease two = DirectoryLease.open(link, STAMP, true, false)) {
            assertThat(one.directory()).isEqualTo(two.directory());
            one.close();
            one.close();
            assertKind(Kind.LOCKED, () -> DirectoryLease.open(store(), STAMP, false, true));
        }
        DirectoryLease.open(store(), STAMP, false, false).close();
    }

    @Test
    void another_class_loader_finds_the_directory_locked() throws Exception {
        URL[] here = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(entry -> {
                    try {
                        return Path.of(entry).toUri().toURL();
                    } catch (java.net.MalformedURLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray(URL[]::new);
        try (DirectoryLease held = DirectoryLease.open(store(), STAMP, false, true);
                URLClassLoader other = new URLClassLoader(here, ClassLoader.getPlatformClassLoader())) {
            Class<?> stamp = other.loadClass(Stamp.class.getName());
            Object same = stamp.getConstructor(String.class, int.class).newInstance("test", 3);
            assertThatThrownBy(() -> other.loadClass(DirectoryLease.class.getName())
                            .getMethod("open", Path.class, stamp, boolean.class, boolean.class)
                            .invoke(null, held.directory(), same, false, true))
                    .rootCause()
                    .hasMessageContaining("in use by this process");
        }
    }

    @Test
    void of_many_that_make_a_store_at_once_one_gets_it() throws Exception {
        for (int round = 0; round < 100; round++) {
            Path store = parent.resolve("store-" + round);
            int threads = 4;
            CyclicBarrier start = new CyclicBarrier(threads);
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            List<Future<DirectoryLease>> opened = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                opened.add(pool.submit(() -> {
                    start.await();
                    return DirectoryLease.open(store, STAMP, false, true);
                }));
            }
            int got = 0;
            for (Future<DirectoryLease> one : opened) {
                try {
                    one.get().close();
                    got++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    EngineException.class,
                                    refused -> assertThat(refused.kind()).isEqualTo(Kind.LOCKED));
                }
            }
            pool.shutdown();
            assertThat(got).isPositive();
        }
    }

    @Test
    void system_properties_stay_text() {
        try (DirectoryLease lease = DirectoryLease.open(store(), STAMP, false, true)) {
            System.getProperties().list(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
            assertThat(System.getProperties().stringPropertyNames())
                    .anyMatch(name -> name.endsWith(lease.directory().toString()));
        }
        assertThat(System.getProperties().stringPropertyNames()).noneMatch(name -> name.endsWith("/store"));
    }

    @Test
    void names_whose_directory_it_is() throws Exception {
        DirectoryLease.open(store(), STAMP, false, true).close();
        assertThatThrownBy(() -> DirectoryLease.open(store(), new Stamp("other", 3), false, true))
                .hasMessageContaining("\"test\"")
                .hasMessageContaining("\"other\"");
        assertKind(Kind.INCOMPATIBLE, () -> DirectoryLease.open(store(), new Stamp("test", 2), false, true));
        Files.writeString(store().resolve(Stamp.FILE), "junk");
        assertKind(Kind.CORRUPT, () -> DirectoryLease.open(store(), STAMP, false, true));
    }

    @Test
    void refuses_a_foreign_directory_and_leaves_no_trace() throws Exception {
        Files.createDirectory(store());
        Files.writeString(store().resolve("holiday.jpg"), "");
        assertKind(Kind.INCOMPATIBLE, () -> DirectoryLease.open(store(), STAMP, false, true));
        try (var names = Files.list(store())) {
            assertThat(names).hasSize(1);
        }
    }

    @Test
    void makes_nothing_without_leave() {
        assertKind(Kind.INVALID, () -> DirectoryLease.open(store(), STAMP, false, false));
        assertKind(Kind.INVALID, () -> DirectoryLease.open(store(), STAMP, true, true));
        assertThat(store()).doesNotExist();
    }

    @Test
    void staging_removes_leftovers_of_its_own_pattern_only() throws Exception {
        try (DirectoryLease lease = DirectoryLease.open(store(), STAMP, false, true)) {
            Path outside = Files.createDirectory(parent.resolve("outside"));
            Files.writeString(outside.resolve("kept"), "");
            Path left = Staging.open(lease.directory()).newArea();
            Files.createDirectory(left.resolve("scratch"));
            Files.createSymbolicLink(left.resolve("scratch").resolve("link"), outside);
            Path other = Files.createDirectory(left.resolveSibling("mine"));
            Path link = Files.createSymbolicLink(left.resolveSibling("area-" + "0".repeat(32)), outside);
            Staging.open(lease.directory());
            assertThat(left).doesNotExist();
            assertThat(link).doesNotExist();
            assertThat(other).exists();
            assertThat(outside.resolve("kept")).exists();
        }
    }

    @Test
    void an_interrupted_thread_opens_and_closes_as_any_other() {
        Thread.currentThread().interrupt();
        DirectoryLease.open(store(), STAMP, false, true).close();
        assertThat(Thread.interrupted()).isTrue();
    }
}
