package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.bytes;
import static io.inlay.engine.rocksdb.Entries.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Batch;
import io.inlay.engine.KeyRange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class WriteFenceTest {
    private final WriteFence fence = new WriteFence();

    @Test
    void writersElsewhereGoOnButMustSync() {
        fence.raise(List.of(range("b", "c"), range("x", "z")), true);
        for (Batch elsewhere : List.of(
                new Batch().put(bytes("a"), bytes("")).delete(bytes("c")),
                new Batch().deleteRange(range("c", "x")),
                new Batch())) {
            int lane = fence.enter(elsewhere);
            assertThat(fence.mustSync()).isTrue();
            fence.leave(lane);
        }
        fence.lower();
        assertThat(fence.mustSync()).isFalse();
    }

    @Test
    void writersOfTheRangesWaitUntilItIsLowered() throws Exception {
        for (Batch touching : List.of(
                new Batch().put(bytes("a"), bytes("")).put(bytes("b"), bytes("")),
                new Batch().delete(bytes("y")),
                new Batch().deleteRange(KeyRange.of(bytes("y1"), null)))) {
            fence.raise(List.of(range("b", "c"), range("x", "z")), false);
            CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> fence.enter(touching));
            Batch elsewhere = new Batch().put(bytes("d"), bytes(""));
            fence.leave(fence.enter(elsewhere));
            assertThat(writer).isNotDone();
            fence.lower();
            fence.leave(writer.get());
        }
    }

    @Test
    void raisingWaitsForWritersUnderWayAndNotForLaterOnes() throws Exception {
        Batch elsewhere = new Batch().put(bytes("a"), bytes(""));
        int early = fence.enter(elsewhere);
        CompletableFuture<Void> raised = CompletableFuture.runAsync(() -> fence.raise(List.of(range("b", "c")), true));
        while (!fence.mustSync()) {
            Thread.onSpinWait();
        }
        int late = fence.enter(elsewhere);
        assertThat(raised).isNotDone();
        fence.leave(early);
        raised.get();
        fence.lower();
        CompletableFuture<Void> again = CompletableFuture.runAsync(() -> fence.raise(List.of(range("b", "c")), true));
        while (!fence.mustSync()) {
            Thread.onSpinWait();
        }
        assertThat(again).isNotDone();
        fence.leave(late);
        again.get();
        fence.lower();
    }
}
