package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No space left and read-only directories, on file systems that are really full and really read-only. They are mounted for a
 * child process; where that is not allowed, a line says that nothing was verified.
 */
@Timeout(600)
class DiskTest {
    private static final int SMALL_DISK_MEBIBYTES = 6;
    private static final int TOO_MANY_GRANTS = 60_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void no_space_left(String engine) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Optional<List<String>> mount = Child.onSmallDisk(disk, SMALL_DISK_MEBIBYTES);
        AccessData.many(directory, "many.tsv.gz", TOO_MANY_GRANTS, 1);
        AccessData.small(directory);
        run(mount, FullDisk.class, engine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void read_only_directory(String engine) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Optional<List<String>> mount = Child.readOnly(disk);
        Ran.inlay("import", "--engine", engine, "--into", disk.resolve("s"), AccessData.small(directory))
                .done();
        AccessData.write(directory, "other.tsv", AccessData.OTHER_HEADER + AccessData.ROWS);
        run(mount, ReadOnlyDisk.class, engine);
    }

    private void run(Optional<List<String>> mount, Class<?> main, String engine)
            throws IOException, InterruptedException {
        if (mount.isEmpty()) {
            System.out.println("not verified, because nothing can be mounted here: " + main.getSimpleName());
            return;
        }
        List<String> command = new ArrayList<>(mount.get());
        command.addAll(Child.java(List.of(), main, directory, engine));
        Ran ran = Child.run(directory, command);
        assertThat(ran.code()).as("%s%s", ran.out(), ran.err()).isZero();
    }

    /** Runs where {@code disk} is small. */
    static final class FullDisk {
        private FullDisk() {}

        public static void main(String[] args) throws IOException {
            Path directory = Path.of(args[0]);
            String engine = args[1];
            Path disk = directory.resolve("disk");
            Path many = directory.resolve("many.tsv.gz");
            Path small = directory.resolve("small.tsv");
            Ran.inlay("import", "--engine", engine, "--into", disk.resolve("a/new"), many)
                    .failed(1, "space");
            assertThat(disk).isEmptyDirectory();

            Path store = disk.resolve("s");
            Ran.inlay("import", "--engine", engine, "--into", store, small).done();
            Map<String, String> before = Held.entries(store);
            Ran.inlay("import", "--into", store, "--replace", many).failed(1, "space");
            assertThat(Held.entries(store)).isEqualTo(before);

            Path source = directory.resolve("source");
            Ran.inlay("import", "--engine", engine, "--into", source, many).done();
            Ran.inlay("compact", "--from", source, "--into", store, "--sync", AccessData.SYNC)
                    .failed(1, "space");
            assertThat(Held.entries(store)).isEqualTo(before);
            assertThat(store.resolve("staging")).isEmptyDirectory();
            Ran.inlay("import", "--into", store, "--replace", small).done();
            Ran.inlay("verify", store).done();
            assertThat(Held.entries(store)).isEqualTo(before);
        }
    }

    /** Runs where {@code disk} is read-only. */
    static final class ReadOnlyDisk {
        private ReadOnlyDisk() {}

        public static void main(String[] args) throws IOException {
            Path directory = Path.of(args[0]);
            String engine = args[1];
            Path disk = directory.resolve("disk");
            Path store = disk.resolve("s");
            Path other = directory.resolve("other.tsv");
            Map<String, String> before = Held.files(disk);
            Ran.inlay("import", "--into", store, other).failed(1, store.toString());
            Ran.inlay("import", "--engine", engine, "--into", disk.resolve("new"), other)
                    .failed(1, "new");
            Ran.inlay("quickstart", "--engine", engine, "--dir", disk.resolve("q"))
                    .failed(1, "q");
            Ran.inlay("inspect", store).done();
            Ran.inlay("verify", store).done();
            Path copy = directory.resolve("copy");
            Ran.inlay("compact", "--engine", engine, "--from", store, "--into", copy, "--sync", AccessData.SYNC)
                    .done();
            Ran.inlay("compact", "--from", copy, "--into", store, "--sync", AccessData.SYNC)
                    .failed(1, store.toString());
            assertThat(Held.files(disk)).isEqualTo(before);
            assertThat(Held.entries(copy)).isEqualTo(Held.entries(store));
        }
    }
}
