package io.inlay.bench.work.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Pass;
import io.inlay.bench.work.record.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of store does the same work, and holds the same afterwards. */
class PeerWorksTest {
    private static final long SIZE = 3_000;
    private static final long ALL = Places.of(SIZE).end();

    @TempDir
    private Path directory;

    private int rounds;

    private WorkPlace place(StoreKind kind) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Path scratch = Files.createDirectory(directory.resolve("scratch-" + rounds++));
        return new WorkPlace(data, scratch, "rocksdb", SIZE, Map.of(StoreKind.OPTION, kind.option()));
    }

    /** Prepares once and measures twice; gives the number of records of the second round. */
    private long run(Work work, StoreKind kind) throws Exception {
        work.prepare(place(kind));
        work.measure(place(kind));
        Figures figures = work.measure(place(kind));
        assertThat(figures.nanos()).isPositive();
        assertThat(figures.bytes()).isEqualTo(figures.records() * NumberedRecords.RECORD_BYTES);
        return figures.records();
    }

    @ParameterizedTest
    @EnumSource
    void reads_find_every_record(StoreKind kind) throws Exception {
        assertThat(run(new FullScan(), kind)).isEqualTo(ALL);
        assertThat(run(new RandomReads.Gets(), kind)).isEqualTo(SIZE);
        assertThat(run(new RandomReads.Seeks(), kind)).isEqualTo(SIZE);
        assertThat(run(new OpenTime(), kind)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void batches_are_written(StoreKind kind) throws Exception {
        assertThat(run(new BatchWrites.Synced(), kind)).isEqualTo(3_100);
        assertThat(run(new BatchWrites.Relaxed(), kind)).isEqualTo(3_100);
    }

    @ParameterizedTest
    @EnumSource
    void loads_and_replaces_deal_with_as_many_records(StoreKind kind) throws Exception {
        assertThat(run(new BulkLoad(), kind)).isEqualTo(ALL);
        assertThat(run(new RangeReplace(), kind)).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void what_was_written_is_there_after_the_next_open(StoreKind kind) throws Exception {
        WorkPlace place = place(kind);
        Path store = place.scratch().resolve("store");
        try (RecordStore records = kind.open(place, store, false)) {
            records.load(Content.FIRST, ALL);
            records.replace(Content.SECOND, 10, 20);
        }
        try (RecordStore records = kind.open(place, store, true)) {
            records.write(List.of(Map.entry(NumberedRecords.key(4), NumberedRecords.value(4, 7))));
        }
        long sum = 0;
        try (RecordStore records = kind.open(place, store, true)) {
            for (long at = 0; at < ALL; at++) {
                int generation = at == 2 ? 7 : at >= 10 && at < 20 ? 1 : 0;
                byte[] key = NumberedRecords.key(Content.number(at));
                byte[] value = NumberedRecords.value(Content.number(at), generation);
                assertThat(records.get(key)).isEqualTo(value);
                sum += key[0] + key[key.length - 1] + value[0] + value[value.length - 1];
            }
            assertThat(records.get(NumberedRecords.key(1))).isNull();
            assertThat(records.scan()).isEqualTo(new Pass(ALL, ALL * NumberedRecords.RECORD_BYTES, sum));
            try (RecordStore.Seeker seeker = records.seeker()) {
                assertThat(seeker.seek(NumberedRecords.key(1))).isEqualTo(NumberedRecords.RECORD_BYTES);
                assertThat(seeker.seek(NumberedRecords.key(Content.number(ALL))))
                        .isNegative();
            }
        }
    }
}
