package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manifest names is what is there, and what is missing of it can be put back. */
class LostIngestTest {
    @TempDir
    Path temporary;

    private Path store;

    /** A store with files of several commits, some of them gone again. */
    private Map<String, String> fill() {
        store = temporary.resolve("store");
        try (Engine engine = Entries.open(store)) {
            for (int round = 0; round < 30; round++) {
                String value = round + " ".repeat(2_000);
                Entries.replace(
                        engine, Entries.range("k" + round % 7, "k" + round % 7 + "~"), "k" + round % 7, 80, value);
            }
            return Entries.all(engine);
        }
    }

    private Path data() {
        return store.resolve("data");
    }

    private SortedMap<Long, Long> present() throws IOException {
        SortedMap<Long, Long> present = new TreeMap<>();
        try (Stream<Path> files = Files.list(data())) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".sst")).toList()) {
                String name = file.getFileName().toString();
                present.put(Long.valueOf(name.substring(0, name.length() - ".sst".length())), Files.size(file));
            }
        }
        return present;
    }

    @Test
    void the_manifest_names_numbers_and_sizes_of_the_files_that_are_there() throws IOException {
        fill();
        assertThat(present()).isNotEmpty();
        assertThat(ManifestFile.files(data())).isEqualTo(present());
    }

    @Test
    void files_that_the_manifest_names_are_put_back() throws IOException {
        Map<String, String> entries = fill();
        SortedMap<Long, Long> before = present();
        Path staged = temporary.resolve("staged.sst");
        Files.move(data().resolve(String.format("%06d.sst", before.lastKey())), staged);
        LostIngest.putBack(data(), List.of(staged));
        assertThat(present()).isEqualTo(before);
        try (Engine engine = Entries.open(store)) {
            assertThat(Entries.all(engine)).isEqualTo(entries);
        }
    }

    @Test
    void files_of_which_the_manifest_knows_nothing_stay_where_they_are() throws IOException {
        fill();
        SortedMap<Long, Long> before = present();
        Path staged = temporary.resolve("staged.sst");
        Files.write(staged, new byte[1_000]);
        LostIngest.putBack(data(), List.of(staged));
        assertThat(present()).isEqualTo(before);
        assertThat(staged).exists();
    }
}
