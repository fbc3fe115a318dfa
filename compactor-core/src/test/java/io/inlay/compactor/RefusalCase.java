package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.TestStores;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A base of every engine and a source on the model, for work that is refused and must leave the base as it was. */
@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#providers")
abstract class RefusalCase {
    @Parameter
    EngineProvider provider;

    @TempDir
    Path directory;

    SyncStore base;

    SyncStore source;

    List<String> before = List.of();

    @BeforeEach
    void openStores() {
        base = TestStores.open(provider, directory.resolve("base"));
        source = TestStores.open(new ModelProvider(), directory.resolve("source"));
    }

    @AfterEach
    void closeStores() {
        base.engine().close();
        source.engine().close();
    }

    /** Takes what the base holds as that which must stay. */
    void remember() {
        before = wholeBase();
    }

    static void put(SyncStore store, byte[] key, byte[] value) {
        store.engine().write(new Batch().put(key, value), Durability.RELAXED);
    }

    List<String> wholeBase() {
        return TestStores.rows(base.engine(), KeyRange.all());
    }

    void assertUntouched() {
        assertThat(wholeBase()).isEqualTo(before);
        assertThat(TestStores.staged(base)).isEmpty();
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Kind kind, String message, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }
}
