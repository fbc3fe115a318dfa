package io.inlay.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.sync.key.Keyspace;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** L14 of the reference: a store of another layout is not opened. */
class LayoutTest extends OnEveryEngine {
    @Test
    void an_empty_store_is_stamped_and_opens_again() {
        assertThat(engine.get(Keyspace.layoutKey())).isEqualTo(new byte[] {0, 0, 0, 1});
        reopen();
        assertThat(store.runs()).isEmpty();
    }

    @Test
    void another_layout_is_refused() {
        assertIncompatible(Keyspace.layoutKey(), Keyspace.layoutValue(2), "key layout 2, this version reads layout 1");
        assertIncompatible(Keyspace.layoutKey(), new byte[3], "unknown form (3 bytes)");
    }

    @Test
    void keys_without_a_stamp_are_refused() {
        assertIncompatible(new byte[] {3, 1, 7}, new byte[0], "no layout stamp");
    }

    private void assertIncompatible(byte[] key, byte[] value, String message) {
        close();
        Path other = directory.resolve("other" + key.length + value.length);
        try (Engine fresh = provider.open(other, Map.of())) {
            engine = fresh;
            putRow(key, value);
            assertThatThrownBy(() -> SyncStore.open(fresh))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.INCOMPATIBLE))
                    .hasMessageContaining(message)
                    .hasMessageContaining(fresh.directory().toString());
        }
    }

    @Test
    void keys_outside_the_layout_do_not_matter() {
        close();
        try (Engine fresh = provider.open(directory.resolve("foreign"), Map.of())) {
            engine = fresh;
            putRow(new byte[] {2, 1}, new byte[0]);
            putRow(new byte[] {4}, new byte[0]);
            assertThat(SyncStore.open(fresh).runs()).isEmpty();
        }
    }

    @Test
    void a_read_only_engine_needs_no_stamp_on_an_empty_store_and_takes_one() {
        close();
        Path empty = directory.resolve("empty");
        provider.open(empty, Map.of()).close();
        try (Engine readOnly = provider.open(empty, Map.of("readOnly", "true"))) {
            assertThat(SyncStore.open(readOnly).runs()).isEmpty();
            assertThat(readOnly.get(Keyspace.layoutKey())).isNull();
        }
        try (Engine readOnly = provider.open(directory.resolve("store"), Map.of("readOnly", "true"))) {
            SyncStore reading = SyncStore.open(readOnly);
            assertThat(reading.runs()).isEmpty();
            assertThatThrownBy(() -> reading.start(Samples.full(1)))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.READ_ONLY));
        }
    }

    @Test
    void an_engine_has_one_store() {
        assertThat(SyncStore.open(engine)).isSameAs(store);
        SyncStore before = store;
        reopen();
        assertThat(store).isNotSameAs(before);
    }

    @Test
    void a_store_whose_engine_is_closed_says_so() {
        engine.close();
        assertThatThrownBy(store::runs)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CLOSED));
    }
}
