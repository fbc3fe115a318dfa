package io.inlay.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Sizes;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where buckets are cut. */
class BucketPartsTest {
    @TempDir
    Path directory;

    private Engine engine;
    private Sizes sizes;

    @BeforeEach
    void open() {
        SyncStore store = TestStores.open(new ModelProvider(), directory.resolve("store"));
        engine = store.engine();
        sizes = engine.find(Sizes.class).orElseThrow();
        TestStores.fill(store, SampleAccess.sync(1), new SampleAccess(1, 20));
        TestStores.fill(store, SampleAccess.sync(2), new SampleAccess(2, 600));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private List<KeyRange> parts(Bucket bucket, int most, long leastBytes, @Nullable Sizes estimates) {
        List<MergeInput> sources = List.of(
                new MergeInput(engine, SampleAccess.sync(1), "small", estimates),
                new MergeInput(engine, SampleAccess.sync(2), "large", estimates));
        return BucketParts.of(bucket, sources, most, leastBytes);
    }

    private long bytes(Bucket bucket, KeyRange part) {
        return sizes.of(SyncRanges.of(bucket, SampleAccess.sync(2), part));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void parts_follow_each_other_and_take_the_same_of_the_largest_source(int number) {
        for (Bucket bucket :
                List.of(Bucket.GRANT, Bucket.GRANT.indexes().iterator().next())) {
            List<KeyRange> parts = parts(bucket, number, 1, sizes);
            assertThat(parts).hasSize(number);
            assertThat(parts.get(0).from()).isEmpty();
            assertThat(parts.get(number - 1).until()).isNull();
            long share = bytes(bucket, KeyRange.all()) / number;
            for (int i = 0; i < number; i++) {
                if (i > 0) {
                    assertThat(parts.get(i).from()).isEqualTo(parts.get(i - 1).until());
                }
                assertThat(bytes(bucket, parts.get(i))).isBetween(share * 3 / 4, share * 5 / 4);
            }
        }
    }

    @Test
    void what_takes_too_little_is_one_part() {
        long all = bytes(Bucket.GRANT, KeyRange.all());
        assertThat(parts(Bucket.GRANT, 8, all / 2 + 1, sizes)).containsExactly(KeyRange.all());
        assertThat(parts(Bucket.GRANT, 8, all / 3, sizes)).hasSize(3);
        assertThat(parts(Bucket.GRANT, 1, 1, sizes)).containsExactly(KeyRange.all());
    }

    @Test
    void without_estimates_there_is_one_part() {
        assertThat(parts(Bucket.GRANT, 8, 1, null)).containsExactly(KeyRange.all());
    }

    /** Estimates may be wrong in any way; the parts are all of the bucket nevertheless. */
    @Test
    void foolish_estimates_give_parts_that_follow_each_other() {
        for (Sizes foolish : List.<Sizes>of(
                range -> Long.MAX_VALUE, range -> range.from().length, range -> range.hashCode() & 0xffffL)) {
            List<KeyRange> parts = parts(Bucket.GRANT, 5, 1, foolish);
            assertThat(parts.get(0).from()).isEmpty();
            assertThat(parts.get(parts.size() - 1).until()).isNull();
            for (int i = 1; i < parts.size(); i++) {
                assertThat(parts.get(i).from()).isEqualTo(parts.get(i - 1).until());
            }
        }
    }
}
