package io.inlay.bench.micro;

import io.inlay.bench.anchor.Anchor;
import io.inlay.bench.anchor.AnchorSet;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engines;
import io.inlay.engine.Keys;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.DiscoveredAt;
import io.inlay.sync.record.FieldScanner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a merge does with the bytes of a grant: finding its timestamp without decoding it, and moving its key to another sync. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {
    private static final int GRANTS = 1 << 10;

    private final List<ByteBuffer> values = new ArrayList<>();
    private final List<byte[]> keys = new ArrayList<>();
    private final SyncId[] syncs = {AnchorSet.A0.id(), AnchorSet.A1.id()};
    private final FieldScanner scanner = new FieldScanner();
    private final DiscoveredAt found = new DiscoveredAt();
    private int turn;

    /** Takes the bytes from a store, which is then removed. */
    @Setup
    public void read() throws IOException {
        String any = Engines.providers().keySet().iterator().next();
        try (TemporaryEngine store = new TemporaryEngine(any)) {
            Anchor.ofGrants(GRANTS).write(SyncStore.open(store.engine()), AnchorSet.SRC);
            try (Cursor rows = store.engine()
                    .cursor(SyncRanges.of(Bucket.GRANT, AnchorSet.SRC.id()), Direction.FORWARD, Access.SCAN)) {
                while (rows.next()) {
                    keys.add(Keys.copy(rows.key()));
                    values.add(ByteBuffer.wrap(Keys.copy(rows.value())));
                }
            }
        }
    }

    /** The timestamp of a grant. */
    @Benchmark
    public long timestamp() {
        scanner.discoveredAt(Bucket.GRANT, values.get(turn()), found);
        return found.seconds();
    }

    /** A key that gets another sync id. */
    @Benchmark
    public byte[] rekey() {
        byte[] key = keys.get(turn());
        Bucket.GRANT.rekey(key, syncs[turn & 1]);
        return key;
    }

    private int turn() {
        turn = (turn + 1) & (GRANTS - 1);
        return turn;
    }
}
