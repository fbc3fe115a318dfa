package io.inlay.engine.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mappings smaller than the file, as a store over 1 GiB has them. */
class PageFileTest {
    private static final int SMALL_CHUNK = 14;

    @TempDir
    Path directory;

    private NavigableMap<byte[], byte[]> fill() {
        NavigableMap<byte[], byte[]> contents = Stores.numbered(0, 3_000, 30);
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            byte[] value = new byte[random.nextInt(60_000)];
            random.nextBytes(value);
            contents.put(Stores.bytes("wide-" + i), value);
        }
        try (Engine engine = Stores.open(directory)) {
            Stores.excise(engine, KeyRange.all(), contents);
        }
        return contents;
    }

    @Test
    void entries_are_the_same_through_small_mappings() {
        NavigableMap<byte[], byte[]> contents = fill();
        Version whole = StoreFile.check(directory);
        PageFile small = new PageFile(whole.file().path(), whole.file().pageSize(), SMALL_CHUNK);
        Version version = new Version(small, whole.meta(), null);
        NavigableMap<byte[], byte[]> read = Stores.map();
        EntryWalk walk = version.entries();
        for (boolean on = walk.first(); on; on = walk.next()) {
            byte[] key = new byte[walk.keyLength()];
            walk.copyKey(key);
            read.put(key, walk.copyValue());
        }
        Stores.assertSame(read, contents);
        contents.forEach((key, value) -> assertThat(version.get(key)).isEqualTo(value));
    }

    @Test
    void a_growing_file_is_mapped_further_and_old_mappings_stay() throws Exception {
        Path file = directory.resolve("pages");
        Files.write(file, new byte[3 * 4096]);
        PageFile pages = new PageFile(file, 4096);
        ByteBuffer first = pages.chunk(2);
        assertThat(first.capacity()).isEqualTo(3 * 4096);
        pages.reach(2);
        assertThat(pages.chunk(0)).isSameAs(first);
        pages.reach(100);
        assertThat(Files.size(file)).isGreaterThan(101 * 4096).isLessThan(1 << 20);
        assertThat(pages.chunk(100).capacity()).isGreaterThan(100 * 4096);
        assertThat(first.get(3 * 4096 - 1)).isZero();
    }

    @Test
    void R24_mapping_is_not_ended_by_an_interrupt() throws Exception {
        Path file = directory.resolve("pages");
        Files.write(file, new byte[3 * 4096]);
        Thread.currentThread().interrupt();
        try {
            assertThat(new PageFile(file, 4096).chunk(1).capacity()).isEqualTo(3 * 4096);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
