package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.SstFileReader;
import org.rocksdb.TableProperties;

/** RocksDB itself reads the files back and takes them in. */
class TombstoneFileTest {
    @TempDir
    Path temp;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 127, 128, 16_384, 65_536, 3_000_000})
    void rocksDbReadsAndAppliesIt(int length) throws Exception {
        byte[] from = new byte[length];
        Arrays.fill(from, (byte) 'k');
        byte[] until = length == 0 ? new byte[] {0} : Keys.upperBound(from);
        Path file = temp.resolve("tombstone.sst");
        TombstoneFile.write(file, from, until);
        StagedFile staged = new StagedFile(file, Files.size(file));
        staged.checkWhole();
        try (Options options = new Options().setCreateIfMissing(true);
                SstFileReader reader = new SstFileReader(options)) {
            reader.open(file.toString());
            reader.verifyChecksum();
            TableProperties properties = reader.getTableProperties();
            assertThat(properties.getNumRangeDeletions()).isEqualTo(2);
            assertThat(properties.getNumEntries()).isEqualTo(2);
            deletesExactlyItsRange(options, file, from, until);
        }
    }

    private void deletesExactlyItsRange(Options options, Path file, byte[] from, byte[] until) throws Exception {
        try (RocksDB db = RocksDB.open(options, temp.resolve("db").toString());
                IngestExternalFileOptions ingesting = new IngestExternalFileOptions().setMoveFiles(true)) {
            db.put(from, new byte[] {1});
            db.put(until, new byte[] {2});
            db.ingestExternalFile(List.of(file.toString()), ingesting);
            assertThat(db.get(from)).isNull();
            assertThat(db.get(until)).isEqualTo(new byte[] {2});
            db.verifyChecksum();
            db.compactRange();
            assertThat(db.get(until)).isEqualTo(new byte[] {2});
        }
    }

    @Test
    void anEmptyOrInvertedRangeIsRefused() {
        assertThatThrownBy(() -> TombstoneFile.write(temp.resolve("f"), new byte[] {2}, new byte[] {2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(temp.resolve("f")).doesNotExist();
    }
}
