package io.inlay.sync;

import static io.inlay.sync.Samples.NOON;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.Samples.toExpand;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.record.RecordType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which batches, how durable, and after which reads a sync is written. */
class WriteShapeTest {
    @TempDir
    Path directory;

    private Recorder engine;
    private SyncStore store;

    @BeforeEach
    void open() {
        engine = new Recorder(new ModelProvider().open(directory, Map.of()));
        store = SyncStore.open(engine);
        engine.log.clear();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void a_put_is_one_relaxed_batch_of_primaries_and_index_rows() {
        OpenSync open = store.start(full(1));
        engine.log.clear();

        open.putGrants(List.of(grant("g1", "e", "u"), toExpand(grant("g2", "e", "u"))));

        assertThat(engine.log).containsExactly("RELAXED 11 operations");
    }

    @Test
    void only_what_differs_is_written() {
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(grant("g1", "e", "u"), grant("g2", "e", "u")));
        engine.log.clear();

        assertThat(open.putGrants(List.of(grant("g1", "e", "u"), grant("g2", "e", "u"))))
                .isZero();
        assertThat(open.delete(RecordType.GRANT, "g0")).isFalse();
        assertThat(writes()).isEmpty();

        // One index row comes, the others stay: row and primary.
        assertThat(open.putGrants(List.of(grant("g1", "e", "u"), toExpand(grant("g2", "e", "u")))))
                .isEqualTo(1);
        assertThat(writes()).containsExactly("RELAXED 2 operations");
    }

    @Test
    void what_a_fresh_sync_cannot_hold_is_not_looked_for() {
        OpenSync open = store.start(full(1));
        engine.log.clear();
        open.putGrants(List.of(grant("g5", "e", "u"), grant("g3", "e", "u")));
        open.putGrants(List.of(grant("g7", "e", "u")));
        assertThat(engine.log).noneMatch(line -> line.startsWith("get"));

        open.putGrants(List.of(grant("g4", "e", "u"), grant("g8", "e", "u")));
        assertThat(engine.log)
                .filteredOn(line -> line.startsWith("get"))
                .containsExactly("get " + KeyText.of(Bucket.GRANT.key(sync(1), "g4")));
        engine.log.clear();
        store.resume(sync(1)).putGrants(List.of(grant("g9", "e", "u")));
        assertThat(engine.log).filteredOn(line -> line.startsWith("get grant")).hasSize(1);
    }

    @Test
    void statistics_and_end_are_one_durable_batch_after_everything_else() {
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(grant("g1", "e", "u")));
        engine.log.clear();

        open.finish(NOON);

        assertThat(writes()).containsExactly("SYNC 2 operations");
        assertThat(engine.lastKeys)
                .containsExactly(KeyText.of(Bucket.STATS.key(sync(1))), KeyText.of(Bucket.SYNC_RUN.key(sync(1))));
    }

    @Test
    void starts_checkpoints_and_marks_are_durable() {
        OpenSync open = store.start(full(1));
        open.checkpoint("t");
        store.markSupportsDiff(sync(1));
        store.link(sync(1), sync(2));

        assertThat(writes()).hasSize(4).containsOnly("SYNC 1 operations");
    }

    @Test
    void a_wrapped_engine_has_a_store_of_its_own() {
        assertThat(SyncStore.open(engine)).isSameAs(store);
        assertThat(SyncStore.open(new ForwardingEngine(engine))).isNotSameAs(store);
    }

    private List<String> writes() {
        return engine.log.stream().filter(line -> !line.startsWith("get")).toList();
    }

    /** Notes gets and writes. */
    private static final class Recorder extends ForwardingEngine {
        final List<String> log = new ArrayList<>();
        final List<String> lastKeys = new ArrayList<>();

        Recorder(Engine inner) {
            super(inner);
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            log.add("get " + KeyText.of(key));
            return inner().get(key);
        }

        @Override
        public void write(Batch batch, Durability durability) {
            log.add(durability + " " + batch.size() + " operations");
            lastKeys.clear();
            batch.forEach(new Batch.Visitor() {
                @Override
                public void put(byte[] key, byte[] value) {
                    lastKeys.add(KeyText.of(key));
                }

                @Override
                public void delete(byte[] key) {
                    lastKeys.add(KeyText.of(key));
                }

                @Override
                public void deleteRange(KeyRange range) {
                    lastKeys.add(range.toString());
                }
            });
            inner().write(batch, durability);
        }
    }
}
