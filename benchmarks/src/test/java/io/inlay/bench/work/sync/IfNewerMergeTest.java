package io.inlay.bench.work.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.bench.work.WorkPlace;
import io.inlay.compactor.Compactor;
import io.inlay.compactor.SyncSource;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.Keys;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The peer of merges gives what merges give. */
class IfNewerMergeTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"rocksdb, A", "rocksdb, B", "lmdb, A", "lmdb, B"})
    void record_by_record_a_merge_gives_the_same_rows(String engine, Shape shape) throws Exception {
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        WorkPlace place = new WorkPlace(directory.resolve("data"), scratch, engine, 3_000, Map.of());
        AnchorStores stores = new AnchorStores(place);
        stores.make(shape.sets());
        try (Shape.Opened sources = new Shape.Opened(stores, shape.sets());
                Engine target = stores.fresh()) {
            SyncStore store = SyncStore.open(target);
            SyncId ours = Merge.start(store);
            new Compactor(store).merge(sources.sources(), ours);
            SyncId theirs = Merge.start(store);
            IfNewerMerge merge = new IfNewerMerge(
                    new RelaxedEngine(target), theirs, target.limits().maxKeyBytes());
            for (SyncSource source : sources.sources()) {
                merge.add(source.store().engine(), source.sync());
            }
            assertThat(rows(target, theirs)).isNotEmpty().isEqualTo(rows(target, ours));
        }
    }

    @Test
    void batches_written_by_lmdb_itself_give_the_same_rows() throws Exception {
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        WorkPlace place = new WorkPlace(directory.resolve("data"), scratch, "lmdb", 3_000, Map.of());
        AnchorStores stores = new AnchorStores(place);
        stores.make(Shape.A.sets());
        Path store = scratch.resolve("fresh");
        SyncId ours;
        SyncId theirs;
        try (Shape.Opened sources = new Shape.Opened(stores, Shape.A.sets())) {
            try (Engine target = stores.fresh()) {
                ours = Merge.start(SyncStore.open(target));
                new Compactor(SyncStore.open(target)).merge(sources.sources(), ours);
                theirs = Merge.start(SyncStore.open(target));
            }
            try (LmdbWithoutSync target = new LmdbWithoutSync(store)) {
                IfNewerMerge merge = new IfNewerMerge(target, theirs, 500);
                for (SyncSource source : sources.sources()) {
                    merge.add(source.store().engine(), source.sync());
                }
                target.sync();
            }
        }
        try (Engine target = Engines.open("lmdb", store, Map.of())) {
            assertThat(rows(target, theirs)).isNotEmpty().isEqualTo(rows(target, ours));
        }
    }

    /** Records and index rows without their sync id. Run record and statistics the other does not merge. */
    private static List<String> rows(Engine engine, SyncId sync) {
        List<String> rows = new ArrayList<>();
        Stream<Bucket> buckets = Bucket.all().stream().filter(bucket -> bucket.elements() > 0);
        buckets.forEach(bucket -> {
            try (Cursor cursor = engine.cursor(SyncRanges.of(bucket, sync), Direction.FORWARD, Access.SCAN)) {
                while (cursor.next()) {
                    byte[] key = Keys.copy(cursor.key());
                    rows.add(bucket + " " + text(Arrays.copyOfRange(key, bucket.tailOffset(), key.length)) + " = "
                            + text(Keys.copy(cursor.value())));
                }
            }
        });
        return rows;
    }

    private static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
