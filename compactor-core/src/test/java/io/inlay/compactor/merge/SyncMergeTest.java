package io.inlay.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.util.concurrent.Uninterruptibles;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Sizes;
import io.inlay.engine.Snapshot;
import io.inlay.engine.support.RunFileReader;
import io.inlay.engine.tck.decorate.ForwardingCursor;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingReplacement;
import io.inlay.engine.tck.decorate.ForwardingRunWriter;
import io.inlay.engine.tck.decorate.ForwardingSnapshot;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a merge goes about its work: what it reads, what it keeps on disk, how it ends. */
@Timeout(600)
class SyncMergeTest {
    private static final SyncId DEST = SampleAccess.sync(100);

    @TempDir
    Path directory;

    private SyncStore store;

    @BeforeEach
    void open() {
        store = TestStores.open(new ModelProvider(), directory.resolve("store"));
    }

    @AfterEach
    void close() {
        store.engine().close();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "3, 1", "3, 2", "3, 5"})
    void every_record_is_read_once_by_one_of_as_many_parts_as_there_are_threads(int sources, int threads) {
        fill(sources);
        int toFindCuts = 1;
        List<AtomicLong> found = Collections.synchronizedList(new ArrayList<>());
        try (Snapshot view = store.engine().snapshot()) {
            Snapshot watched = watched(view, (range, cursor) -> isOfGrants(range) ? counted(cursor, found) : cursor);
            merge(sources, threads, 50, watched).stage(store.engine()).close();
            List<Long> parts = found.stream()
                    .map(AtomicLong::get)
                    .filter(rows -> rows > toFindCuts)
                    .toList();
            assertThat(parts).hasSize(threads * sources);
            assertThat(parts.stream().mapToLong(Long::longValue).sum()).isEqualTo(rows(view, sources));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "14, 1", "3, 2000"})
    void parts_hold_together_what_the_whole_does(int threads, long partBytes) {
        fill(4);
        assertThat(merged(threads, partBytes)).isNotEmpty().isEqualTo(merged(1, Long.MAX_VALUE));
    }

    private List<String> merged(int threads, long partBytes) {
        try (Snapshot view = store.engine().snapshot();
                StagedMerge staged = merge(4, threads, 50, view, partBytes).stage(store.engine())) {
            staged.replacement().commit();
        }
        return TestStores.rows(store.engine(), DEST);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 2", "3, 1", "3, 2"})
    void with_more_sources_than_may_be_open_no_row_is_on_disk_twice(int fanIn, int threads) throws IOException {
        fill(7);
        try (Snapshot view = store.engine().snapshot();
                StagedMerge staged = merge(7, threads, fanIn, view).stage(store.engine())) {
            assertThat(staged.rounds()).isGreaterThan(1);
            assertThat(spilled(staged.replacement().scratch()))
                    .anyMatch(row -> row.startsWith("grant "))
                    .doesNotHaveDuplicates();
        }
    }

    /** Nothing but the failure ends the reading of a source that has no end. */
    @Test
    void sources_that_are_merged_into_files_are_read_no_further_when_another_task_has_failed() {
        CountDownLatch reading = new CountDownLatch(1);
        KeyRange endless = SyncRanges.of(Bucket.ENTITLEMENT, SampleAccess.sync(1));
        try (Snapshot view = store.engine().snapshot()) {
            Snapshot watched =
                    watched(view, (range, cursor) -> range.equals(endless) ? new Endless(cursor, reading) : cursor);
            SyncMerge merge = merge(3, 2, 2, watched);
            assertThatExceptionOfType(EngineException.class)
                    .isThrownBy(() -> merge.stage(failing(store.engine(), reading)))
                    .withMessage("no space")
                    .satisfies(e -> assertThat(e).hasNoSuppressedExceptions());
        }
        assertThat(TestStores.staged(store)).isEmpty();
    }

    private void fill(int sources) {
        for (int i = 1; i <= sources; i++) {
            TestStores.fill(store, SampleAccess.sync(i), new SampleAccess(i, 60));
        }
    }

    private SyncMerge merge(int sources, int threads, int fanIn, Snapshot view) {
        return merge(sources, threads, fanIn, view, 1);
    }

    private SyncMerge merge(int sources, int threads, int fanIn, Snapshot view, long partBytes) {
        Sizes sizes = store.engine().find(Sizes.class).orElseThrow();
        List<MergeInput> inputs = new ArrayList<>();
        for (int i = 1; i <= sources; i++) {
            inputs.add(new MergeInput(view, SampleAccess.sync(i), "source " + i, sizes));
        }
        return new SyncMerge(
                inputs,
                DEST,
                new MergeLimits(threads, 20, fanIn, 1 << 20, 1_000_000, partBytes),
                WorkMonitor.start(WorkControl.none(), Phase.STAGE));
    }

    /** How many records the sources hold. */
    private static long rows(Snapshot view, int sources) {
        long rows = 0;
        for (int i = 1; i <= sources; i++) {
            rows += TestStores.rows(view, SyncRanges.of(Bucket.GRANT, SampleAccess.sync(i)))
                    .size();
        }
        return rows;
    }

    private static boolean isOfGrants(KeyRange range) {
        return Bucket.of(ByteBuffer.wrap(range.from())) == Bucket.GRANT;
    }

    private static Snapshot watched(Snapshot view, BiFunction<KeyRange, Cursor, Cursor> around) {
        return new ForwardingSnapshot(view) {
            @Override
            public Cursor cursor(KeyRange range, Direction direction, Access access) {
                return around.apply(range, inner().cursor(range, direction, access));
            }
        };
    }

    private static Cursor counted(Cursor cursor, List<AtomicLong> found) {
        AtomicLong rows = new AtomicLong();
        found.add(rows);
        return new ForwardingCursor(cursor) {
            @Override
            public boolean next() {
                boolean isRow = inner().next();
                rows.addAndGet(isRow ? 1 : 0);
                return isRow;
            }
        };
    }

    /** All rows in the files of a directory, each with the source it is of. */
    private static List<String> spilled(Path scratch) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(scratch)) {
            for (Path file : files.toList()) {
                try (RunFileReader reader = RunFileReader.open(file)) {
                    while (reader.next()) {
                        ByteBuffer value = reader.value();
                        rows.add(KeyText.of(reader.key()) + " of " + value.getInt(value.position()));
                    }
                }
            }
        }
        return rows;
    }

    /** Entitlements one after the other. */
    private static final class Endless extends ForwardingCursor {
        /** What would be the end of the disk. */
        private static final long TOO_MANY = 5_000_000;

        private final CountDownLatch reading;
        private long number;

        Endless(Cursor cursor, CountDownLatch reading) {
            super(cursor);
            this.reading = reading;
        }

        @Override
        public boolean next() {
            reading.countDown();
            assertThat(++number).isLessThan(TOO_MANY);
            return true;
        }

        @Override
        public ByteBuffer key() {
            return ByteBuffer.wrap(Bucket.ENTITLEMENT.key(SampleAccess.sync(1), String.format("%010d", number)));
        }

        @Override
        public ByteBuffer value() {
            return ByteBuffer.allocate(0);
        }
    }

    /** An engine that takes no grants, which shows once something else is under way. */
    private static Engine failing(Engine engine, CountDownLatch underWay) {
        return new ForwardingEngine(engine) {
            @Override
            public Replacement begin() {
                return new ForwardingReplacement(inner().begin()) {
                    @Override
                    public RunWriter excise(KeyRange range) {
                        RunWriter run = inner().excise(range);
                        return range.equals(SyncRanges.of(Bucket.GRANT, DEST)) ? full(run, underWay) : run;
                    }
                };
            }
        };
    }

    private static RunWriter full(RunWriter run, CountDownLatch underWay) {
        return new ForwardingRunWriter(run) {
            @Override
            public long addAll(Cursor rest, long max) {
                Uninterruptibles.awaitUninterruptibly(underWay);
                throw new EngineException(EngineException.Kind.FULL, "no space");
            }
        };
    }
}
