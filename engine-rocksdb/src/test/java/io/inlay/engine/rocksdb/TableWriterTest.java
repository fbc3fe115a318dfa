package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.Checkpoint;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.rocksdb.SstFileWriter;

/** RocksDB reads the files back and takes them in, and its own writer makes the same ones. */
class TableWriterTest {
    /** What a file of ours says otherwise than one of RocksDB's writer, or not at all. */
    private static final Set<String> OTHERWISE = Set.of(
            // whose file it is: other names, and none of the machine
            "rocksdb.creating.db.identity",
            "rocksdb.creating.session.identity",
            "rocksdb.creating.host.identity",
            // for people: settings of all kinds of compression, how many blocks did not become smaller
            "rocksdb.compression_options",
            "rocksdb.num.data.blocks.compression.rejected",
            // where the blocks end once compressed, which follows from the version of LZ4
            "rocksdb.data.size",
            "rocksdb.index.size",
            "rocksdb.tail.start.offset");

    @TempDir
    Path temp;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private Path write(NavigableMap<byte[], byte @Nullable []> records, Lz4 lz4) throws IOException {
        Path path = temp.resolve("ours.sst");
        Files.deleteIfExists(path);
        try (TableWriter writer = new TableWriter(path, lz4)) {
            for (Map.Entry<byte[], byte @Nullable []> record : records.entrySet()) {
                ByteBuffer key = ByteBuffer.wrap(record.getKey()).asReadOnlyBuffer();
                byte[] value = record.getValue();
                if (value == null) {
                    writer.delete(key);
                } else {
                    writer.put(key, ByteBuffer.wrap(value).asReadOnlyBuffer());
                }
            }
            assertThat(writer.finish()).isEqualTo(Files.size(path));
        }
        return path;
    }

    private Path writeNatively(NavigableMap<byte[], byte @Nullable []> records) throws Exception {
        Path path = temp.resolve("theirs.sst");
        try (Options options = TreeOptions.file();
                EnvOptions env = new EnvOptions();
                SstFileWriter writer = new SstFileWriter(env, options)) {
            writer.open(path.toString());
            for (Map.Entry<byte[], byte @Nullable []> record : records.entrySet()) {
                byte[] value = record.getValue();
                if (value == null) {
                    writer.delete(record.getKey());
                } else {
                    writer.put(record.getKey(), value);
                }
            }
            writer.finish();
        }
        return path;
    }

    private static void checkRead(Path path, NavigableMap<byte[], byte[]> puts, NastyRecords others) throws Exception {
        try (Options options = TreeOptions.file();
                SstFileReader reader = new SstFileReader(options);
                ReadOptions reading = new ReadOptions()) {
            reader.open(path.toString());
            reader.verifyChecksum();
            try (SstFileReaderIterator at = reader.newIterator(reading)) {
                at.seekToFirst();
                for (Map.Entry<byte[], byte[]> put : puts.entrySet()) {
                    checkStandsOn(at, put);
                    at.next();
                }
                checkStandsOn(at, null);
                at.seekToLast();
                for (Map.Entry<byte[], byte[]> put : puts.descendingMap().entrySet()) {
                    checkStandsOn(at, put);
                    at.prev();
                }
                checkStandsOn(at, null);
                for (int i = 0; i < 300; i++) {
                    byte[] key = others.key();
                    at.seek(key);
                    checkStandsOn(at, puts.ceilingEntry(key));
                    at.seekForPrev(key);
                    checkStandsOn(at, puts.floorEntry(key));
                }
            }
        }
    }

    private static void checkStandsOn(SstFileReaderIterator at, Map.@Nullable Entry<byte[], byte[]> expected)
            throws RocksDBException {
        at.status();
        assertThat(at.isValid()).isEqualTo(expected != null);
        if (expected != null) {
            assertThat(Arrays.equals(at.key(), expected.getKey())).isTrue();
            assertThat(Arrays.equals(at.value(), expected.getValue())).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void rocksDbReadsWhatWasWritten(int seed) throws Exception {
        NastyRecords nasty = new NastyRecords(seed);
        NavigableMap<byte[], byte @Nullable []> records = nasty.records(seed * seed * 10);
        Path path = write(records, seed % 2 == 0 ? Lz4.inJava() : Lz4.fastest());
        checkRead(path, NastyRecords.puts(records), nasty);
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 22, 23, 24, 25, 26})
    void rocksDbsWriterMakesTheSameFile(int seed) throws Exception {
        NavigableMap<byte[], byte @Nullable []> records = new NastyRecords(seed).records(600);
        checkSame(records);
    }

    private void checkSame(NavigableMap<byte[], byte @Nullable []> records) throws Exception {
        TableDump ours = new TableDump(write(records, Lz4.fastest()));
        TableDump theirs = new TableDump(writeNatively(records));
        assertThat(ours.indexKeys()).isEqualTo(theirs.indexKeys());
        assertThat(ours.dataBlocks().size()).isEqualTo(theirs.dataBlocks().size());
        for (int i = 0; i < ours.dataBlocks().size(); i++) {
            assertThat(Arrays.equals(
                            ours.dataBlocks().get(i), theirs.dataBlocks().get(i)))
                    .as("block %d", i)
                    .isTrue();
        }
        Set<String> names = new TreeSet<>(ours.properties().keySet());
        names.addAll(theirs.properties().keySet());
        names.removeAll(OTHERWISE);
        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(ours.properties().get(name))
                        .isEqualTo(theirs.properties().get(name)));
    }

    @Test
    void blocksEndWhereRocksDbEndsThem() throws Exception {
        for (int length = 16_330; length < 16_400; length++) {
            NavigableMap<byte[], byte @Nullable []> records = NastyRecords.map();
            records.put(new byte[] {1}, new byte[length]);
            records.put(new byte[] {2}, new byte[16_350]);
            records.put(new byte[] {3}, new byte[length]);
            records.put(new byte[] {4, 4}, new byte[TreeOptions.BLOCK_BYTES - length + 16_350]);
            records.put(new byte[] {5}, new byte[0]);
            Files.deleteIfExists(temp.resolve("theirs.sst"));
            checkSame(records);
        }
    }

    @Test
    void oneRecordOfAnyKindIsAFile() throws Exception {
        for (byte[] key : List.of(new byte[0], new byte[] {(byte) 0xff}, new byte[KeyBounds.MAX_KEY_BYTES])) {
            NavigableMap<byte[], byte @Nullable []> records = NastyRecords.map();
            records.put(key, new byte[0]);
            checkRead(write(records, Lz4.fastest()), NastyRecords.puts(records), new NastyRecords(1));
            records.put(key, null);
            checkRead(write(records, Lz4.fastest()), NastyRecords.puts(records), new NastyRecords(1));
        }
    }

    @Test
    void valuesLongerThanAllBuffersStandApart() throws Exception {
        NastyRecords nasty = new NastyRecords(3);
        NavigableMap<byte[], byte @Nullable []> records = nasty.records(40);
        for (int i = 0; i < 6; i++) {
            byte[] value = new byte[TableWriter.MOST_GATHERED + i * 700_000];
            Arrays.fill(value, (byte) i);
            records.put(nasty.key(), value);
        }
        checkRead(write(records, Lz4.fastest()), NastyRecords.puts(records), nasty);
    }

    @Test
    void aStoreTakesTheFileInAndKeepsIt() throws Exception {
        NastyRecords nasty = new NastyRecords(31);
        NavigableMap<byte[], byte @Nullable []> records = nasty.records(1_000);
        NavigableMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
        Path place = temp.resolve("db");
        try (Options options = new Options().setCreateIfMissing(true);
                IngestExternalFileOptions moving = new IngestExternalFileOptions().setMoveFiles(true)) {
            try (RocksDB db = RocksDB.open(options, place.toString())) {
                for (int i = 0; i < 200; i++) {
                    byte[] key = nasty.key();
                    db.put(key, new byte[] {1});
                    expected.put(key, new byte[] {1});
                }
                for (byte[] key : records.keySet()) {
                    db.put(key, new byte[] {2});
                }
                expected.keySet().removeAll(records.keySet());
                expected.putAll(NastyRecords.puts(records));
                db.ingestExternalFile(List.of(write(records, Lz4.fastest()).toString()), moving);
                checkStore(db, expected, records.keySet());
                try (Checkpoint checkpoint = Checkpoint.create(db)) {
                    checkpoint.createCheckpoint(temp.resolve("checkpoint").toString());
                }
                db.compactRange();
                checkStore(db, expected, records.keySet());
            }
            for (Path opened : List.of(place, temp.resolve("checkpoint"))) {
                try (RocksDB db = RocksDB.open(options, opened.toString())) {
                    checkStore(db, expected, records.keySet());
                }
            }
        }
    }

    private static void checkStore(RocksDB db, NavigableMap<byte[], byte[]> expected, Set<byte[]> touched)
            throws RocksDBException {
        db.verifyChecksum();
        for (byte[] key : touched) {
            assertThat(Arrays.equals(db.get(key), expected.get(key))).isTrue();
        }
        try (RocksIterator at = db.newIterator()) {
            at.seekToFirst();
            for (Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
                assertThat(at.isValid()).isTrue();
                assertThat(Arrays.equals(at.key(), entry.getKey()) && Arrays.equals(at.value(), entry.getValue()))
                        .isTrue();
                at.next();
            }
            at.status();
            assertThat(at.isValid()).isFalse();
            at.seekToLast();
            for (byte[] key : expected.descendingKeySet()) {
                assertThat(Arrays.equals(at.key(), key)).isTrue();
                at.prev();
            }
            at.status();
            assertThat(at.isValid()).isFalse();
        }
    }

    /** But for the sequence number of the file, which RocksDB takes for 0 in checksums since it may write it there. */
    @Test
    void everyFlippedByteIsNoticed() throws Exception {
        NavigableMap<byte[], byte @Nullable []> records = NastyRecords.map();
        for (int i = 0; i < 60; i++) {
            records.put(new byte[] {'k', (byte) i}, i % 9 == 0 ? null : new byte[i]);
        }
        Path path = write(records, Lz4.fastest());
        byte[] whole = Files.readAllBytes(path);
        String name = "rocksdb.external_sst_file.global_seqno";
        int unchecked = new String(whole, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (at % 2 == 0 ? 0xff : 1 << (at / 2 % 8));
            Files.write(path, damaged);
            if (at >= unchecked && at < unchecked + Long.BYTES) {
                checkReadOrRefused(path, NastyRecords.puts(records));
            } else {
                assertThatThrownBy(() -> StagedFile.checkContent(path))
                        .as("byte %d of %d", at, whole.length)
                        .isInstanceOf(EngineException.class);
            }
        }
    }

    private static void checkReadOrRefused(Path path, NavigableMap<byte[], byte[]> puts) throws Exception {
        try {
            checkRead(path, puts, new NastyRecords(1));
        } catch (RocksDBException e) {
            assertThat(e).hasMessageContaining("greater than kMaxSequenceNumber");
        }
    }

    @Test
    void aKeyThatDoesNotFollowIsRefused() throws Exception {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        for (byte[] key : List.of(new byte[] {5}, new byte[0], new byte[] {4, 9}, new byte[] {5, 7})) {
            Path path = temp.resolve("refused.sst");
            try (TableWriter writer = new TableWriter(path, Lz4.fastest())) {
                writer.put(ByteBuffer.wrap(new byte[] {5, 7}), nothing);
                assertThatThrownBy(() -> writer.delete(ByteBuffer.wrap(key)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("follows");
            }
            assertThat(path).doesNotExist();
        }
    }
}
