package io.inlay.compactor;

import static io.inlay.compactor.SmallSyncs.asset;
import static io.inlay.compactor.SmallSyncs.entitlement;
import static io.inlay.compactor.SmallSyncs.grant;
import static io.inlay.compactor.SmallSyncs.partial;
import static io.inlay.compactor.SmallSyncs.type;
import static io.inlay.compactor.SmallSyncs.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.MessageLite;
import io.inlay.compactor.FoldResult.Change;
import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingSnapshot;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.SyncReader;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.RecordType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which rows a fold gives. W and F numbers are those of the reference's behaviours. */
class FoldTest extends FoldCase {
    /** W14 */
    @Test
    void the_newest_record_wins_wherever_it_is() {
        fill(
                type("t1", "oldest", 30),
                type("t2", "oldest", 10),
                type("t3", "oldest", 10),
                user("u1", "g1", 30),
                user("u2", "g1", 10),
                user("u3", "g1", 10),
                entitlement("e1", "app", "a1", 30),
                entitlement("e2", "app", "a1", 10),
                entitlement("e3", "app", "a1", 10),
                grant("1", "e1", "u1", 30),
                grant("2", "e1", "u1", 10),
                grant("3", "e1", "u1", 10));
        SyncId middle = partial(
                source,
                2,
                20,
                type("t1", "middle", 20),
                type("t2", "middle", 30),
                type("t3", "middle", 20),
                user("u1", "g2", 20),
                user("u2", "g2", 30),
                user("u3", "g2", 20),
                entitlement("e1", "app", "a2", 20),
                entitlement("e2", "app", "a2", 30),
                entitlement("e3", "app", "a2", 20),
                grant("1", "e2", "u2", 20),
                grant("2", "e2", "u2", 30),
                grant("3", "e2", "u2", 20));
        SyncId newest = partial(
                source,
                3,
                22,
                type("t1", "newest", 10),
                type("t2", "newest", 20),
                type("t3", "newest", 30),
                user("u1", "g3", 10),
                user("u2", "g3", 20),
                user("u3", "g3", 30),
                entitlement("e1", "app", "a3", 10),
                entitlement("e2", "app", "a3", 20),
                entitlement("e3", "app", "a3", 30),
                grant("1", "e3", "u3", 10),
                grant("2", "e3", "u3", 20),
                grant("3", "e3", "u3", 30));

        FoldResult result = fold(newest, middle);

        assertThat(result.changes())
                .containsExactly(
                        new Change(Bucket.RESOURCE_TYPE, 0, 2, 1), new Change(Bucket.RESOURCE, 0, 2, 1),
                        new Change(Bucket.ENTITLEMENT, 0, 2, 1), new Change(Bucket.GRANT, 0, 2, 1));
        assertThat(grants())
                .containsExactly(grant("1", "e1", "u1", 30), grant("2", "e2", "u2", 30), grant("3", "e3", "u3", 30));
    }

    /** W15 */
    @Test
    void what_the_newer_lacks_stays_with_its_indexes() {
        fill(type("t", "", 1), grant("1", "e1", "u1", 1), grant("2", "e1", "u2", 1));
        List<String> before = rowsOfGrants();
        FoldResult result = fold(partial(source, 2, 20, type("t", "later", 2)));
        assertThat(result.changes().get(3)).isEqualTo(new Change(Bucket.GRANT, 0, 0, 2));
        assertThat(rowsOfGrants()).isEqualTo(before).hasSize(10);
    }

    @Test
    void of_one_time_the_newer_wins_and_no_time_is_before_every_time() {
        fill(
                grant("1", "e1", "base", 5),
                grant("2", "e1", "base", -1),
                grant("3", "e1", "base", 0),
                grant("4", "e1", "base", -1));
        fold(partial(
                source,
                2,
                20,
                grant("1", "e1", "newer", 5),
                grant("2", "e1", "newer", -1),
                grant("3", "e1", "newer", -1),
                grant("4", "e1", "newer", 0)));
        assertThat(grants())
                .extracting(grant -> grant.getPrincipal().getResourceId())
                .containsExactly("newer", "newer", "base", "newer");
    }

    @Test
    void assets_of_the_base_stay_and_none_come() {
        fill(asset("logo", "base"), asset("icon", "base"));
        fold(partial(source, 2, 20, asset("logo", "newer"), asset("other", "newer"), grant("1", "e", "u", 1)));
        try (SyncReader reader = patched.read(SYNC)) {
            assertThat(reader.get(RecordType.ASSET, "logo")
                            .orElseThrow()
                            .getData()
                            .toStringUtf8())
                    .isEqualTo("base");
            assertThat(reader.get(RecordType.ASSET, "icon")).isPresent();
            assertThat(reader.get(RecordType.ASSET, "other")).isEmpty();
        }
        assertThat(patched.stats(SYNC).getAssets()).isEqualTo(2);
    }

    @Test
    void what_is_there_already_is_not_written() {
        MessageLite[] records = {grant("1", "e1", "u1", 5), grant("2", "e1", "u2", -1), user("u", "g", 3)};
        fill(records);
        SyncId newer = partial(source, 2, 20, records);
        FoldResult first = fold(newer);
        assertThat(first.added() + first.replacedRecords()).isZero();
        assertThat(first.records()).isEqualTo(1);
        assertThat(written(first, Bucket.SYNC_RUN)).isEqualTo(1);

        FoldResult second = fold(newer);
        assertThat(second.records()).isZero();
        assertThat(second.bytes()).isZero();
        assertThat(second.replaced()).isEqualTo(new ReplaceResult(0, 0, 0, Duration.ZERO));
        assertThat(TestStores.staged(patched)).isEmpty();
    }

    /** F02: what folds leave behind does not add up in what they give. */
    @Test
    void fifty_folds_in_a_row_are_one_merge_of_all() {
        Random random = new Random(2);
        fill(records(random, 120, 10));
        List<SyncSource> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            SyncId newer = partial(source, 2 + i, 20 + 2 * i, records(random, 5, 60));
            all.add(0, new SyncSource(source, newer));
            fold(newer);
        }
        SyncStore once = TestStores.open(new ModelProvider(), directory.resolve("once"));
        new Compactor(once).copy(source, SYNC);
        compactor(once).fold(SYNC, all, options(FoldStrategy.REBUILD));
        assertThat(rows(patched)).isEqualTo(rows(once));
        once.engine().close();
    }

    @Test
    void syncs_of_the_base_store_itself_are_folded() {
        fill(grant("1", "e", "u", 1));
        for (SyncStore base : List.of(patched, rebuilt)) {
            partial(base, 2, 20, grant("1", "e", "v", 2), grant("2", "e", "u", 1));
        }
        SyncId newer = SampleAccess.sync(2);
        List<String> folded = TestStores.rows(patched.engine(), newer);
        for (FoldStrategy strategy : List.of(FoldStrategy.PATCH, FoldStrategy.REBUILD)) {
            SyncStore base = strategy == FoldStrategy.PATCH ? patched : rebuilt;
            compactor(base).fold(SYNC, List.of(new SyncSource(base, newer)), options(strategy));
        }
        assertEqualAndSound();
        assertThat(grants()).containsExactly(grant("1", "e", "v", 2), grant("2", "e", "u", 1));
        assertThat(TestStores.rows(patched.engine(), newer)).isEqualTo(folded);
    }

    @Test
    void index_rows_that_the_newer_should_not_have_do_not_come() {
        fill(grant("1", "e", "u", 1));
        SyncId newer = partial(source, 2, 20, grant("1", "e", "v", 2), grant("2", "e", "w", 2));
        put(source, Bucket.GRANT_BY_PRINCIPAL.key(newer, "user", "stray", "1"));
        put(source, Bucket.GRANT_BY_PRINCIPAL.key(newer, "user", "stray", "9"));
        source.engine()
                .write(
                        new Batch().delete(Bucket.GRANT_BY_ENTITLEMENT.key(newer, "e", "user", "w", "2")),
                        Durability.RELAXED);
        fold(newer);
        assertThat(grants()).hasSize(2);
    }

    @Test
    void other_syncs_of_the_base_and_the_sources_stay_as_they_are() {
        fill(records(new Random(5), 50, 10));
        TestStores.fill(patched, SampleAccess.sync(7), new SampleAccess(1, 50));
        TestStores.fill(rebuilt, SampleAccess.sync(7), new SampleAccess(1, 50));
        SyncId newer = partial(source, 2, 20, records(new Random(6), 20, 20));
        List<String> other = TestStores.rows(patched.engine(), SampleAccess.sync(7));
        List<String> sources = TestStores.rows(source.engine(), KeyRange.all());
        fold(newer);
        assertThat(TestStores.rows(patched.engine(), SampleAccess.sync(7))).isEqualTo(other);
        assertThat(TestStores.rows(source.engine(), KeyRange.all())).isEqualTo(sources);
    }

    @Test
    void a_lookup_that_fails_fails_the_patch() {
        fill(manyGrants(1));
        SyncSource newer = new SyncSource(source, partial(source, 2, 20, manyGrants(2)));
        EngineException broken = new EngineException(EngineException.Kind.CORRUPT, "bad block");
        AtomicInteger lookups = new AtomicInteger();
        SyncStore failing = SyncStore.open(new ForwardingEngine(patched.engine()) {
            @Override
            public Snapshot snapshot() {
                return new ForwardingSnapshot(inner().snapshot()) {
                    @Override
                    public byte @Nullable [] get(byte[] key) {
                        if (lookups.incrementAndGet() > 300) {
                            throw broken;
                        }
                        return inner().get(key);
                    }
                };
            }
        });
        List<String> before = rowsOfGrants();
        assertThatThrownBy(() -> compactor(failing).fold(SYNC, List.of(newer), options(FoldStrategy.PATCH)))
                .isSameAs(broken);
        assertThat(rowsOfGrants()).isEqualTo(before);
        assertThat(TestStores.staged(patched)).isEmpty();
        assertThat(fold(newer.sync()).changes()).contains(new Change(Bucket.GRANT, 0, 1000, 0));
    }

    private static MessageLite[] manyGrants(long second) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> grant("" + i, "e1", "u1", second))
                .toArray(MessageLite[]::new);
    }
}
