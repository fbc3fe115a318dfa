package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a run goes on in a new file, and what an unfinished one leaves. */
class StagedFilesTest {
    @TempDir
    Path temp;

    private int names;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private Path newFile() {
        return temp.resolve("staged-" + names++ + ".sst");
    }

    @Test
    void aFileEndsWhenItIsLong() {
        byte[] value = new byte[1 << 20];
        new Random(1).nextBytes(value);
        try (StagedFiles files = new StagedFiles(this::newFile)) {
            for (int i = 0; i < 70; i++) {
                files.put(ByteBuffer.allocate(4).putInt(0, i), ByteBuffer.wrap(value));
            }
            files.finish();
            assertThat(files.finished()).hasSize(2);
            assertThat(files.finished().get(0).bytes())
                    .isBetween(TreeOptions.FILE_BYTES, TreeOptions.FILE_BYTES + (3 << 20));
            files.finished().forEach(StagedFile::checkWhole);
        }
    }

    /** Long keys that differ at their ends, which become short once compressed: the index is what must not grow. */
    @Test
    void aFileEndsWhenItsIndexIsLong() throws Exception {
        byte[] key = new byte[KeyBounds.MAX_KEY_BYTES];
        try (StagedFiles files = new StagedFiles(this::newFile)) {
            for (int i = 0; i < 100; i++) {
                key[key.length - 1] = (byte) i;
                files.put(ByteBuffer.wrap(key), ByteBuffer.allocate(0));
            }
            files.finish();
            assertThat(files.finished().size()).isBetween(3, 8);
            for (StagedFile file : files.finished()) {
                StagedFile.checkContent(file.path());
            }
        }
    }

    @Test
    void anUnfinishedFileIsRemoved() throws Exception {
        try (StagedFiles files = new StagedFiles(this::newFile)) {
            for (int i = 0; i < 1000; i++) {
                files.put(ByteBuffer.allocate(4).putInt(0, i), ByteBuffer.allocate(1000));
            }
            assertThat(temp).isNotEmptyDirectory();
        }
        try (var left = Files.list(temp)) {
            assertThat(left).isEmpty();
        }
    }
}
