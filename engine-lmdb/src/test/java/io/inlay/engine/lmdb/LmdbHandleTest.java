package io.inlay.engine.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Env;

/** What the owner of the native environment keeps callers from doing. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class LmdbHandleTest {
    private static final byte[] KEY = {1, 2};

    @TempDir
    Path directory;

    @Test
    void a_write_transaction_stays_on_its_thread() {
        LmdbHandle handle = new LmdbHandle(directory, 1 << 20, 4);
        try (LmdbTransaction txn = handle.begin()) {
            for (Runnable call : new Runnable[] {
                txn::commit,
                txn::close,
                txn::clear,
                () -> txn.delete(KEY),
                () -> txn.put(KEY, ByteBuffer.allocate(1), false)
            }) {
                assertThatThrownBy(() -> CompletableFuture.runAsync(call).join())
                        .hasCauseInstanceOf(IllegalStateException.class);
            }
            txn.put(KEY, ByteBuffer.allocate(1), false);
            handle.commit(txn);
        }
        assertThat(handle.canWrite()).isTrue();
        handle.close();
    }

    @Test
    void a_transaction_that_is_closed_changes_nothing() {
        LmdbHandle handle = new LmdbHandle(directory, 1 << 20, 4);
        try (LmdbTransaction txn = handle.begin()) {
            txn.put(KEY, ByteBuffer.allocate(1), false);
            assertThat(txn.isChanged()).isTrue();
        }
        try (LmdbTransaction txn = handle.begin()) {
            assertThat(txn.delete(KEY)).isFalse();
            assertThat(txn.isChanged()).isFalse();
        }
        handle.close();
    }

    @Test
    void pins_are_used_again_and_limited() {
        LmdbHandle handle = new LmdbHandle(directory, 1 << 20, 2);
        LmdbPin first = handle.pin();
        LmdbPin second = handle.pin();
        assertThatThrownBy(handle::pin).isInstanceOf(Env.ReadersFullException.class);
        assertThat(first.id()).isEqualTo(second.id());
        first.reset();
        try (LmdbTransaction txn = handle.begin()) {
            txn.put(KEY, ByteBuffer.allocate(1), false);
            handle.commit(txn);
        }
        first.renew();
        assertThat(first.id()).isEqualTo(second.id() + 1);
        first.close();
        second.close();
        handle.close();
    }
}
