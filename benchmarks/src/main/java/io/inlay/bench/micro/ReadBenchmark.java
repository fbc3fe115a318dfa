package io.inlay.bench.micro;

import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A step of a cursor with its key and value, a seek and a get of random keys that are there. Of 60-byte keys and 150-byte values. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadBenchmark {
    private static final int WANTED = 1 << 14;

    /** Name of the engine. */
    @Param({})
    public String engine = "";

    /** How many records the store holds. */
    @Param("200000")
    public int records;

    private final byte[] first = NumberedRecords.key(0);
    private final byte[][] wanted = new byte[WANTED][];
    private TemporaryEngine store;
    private Engine reader;
    private Cursor scan;
    private Cursor point;
    private int turn;

    /** Fills the store. */
    @Setup
    public void open() throws IOException {
        store = new TemporaryEngine(engine).filled(records);
        reader = store.engine();
        scan = reader.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
        point = reader.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < WANTED; i++) {
            wanted[i] = NumberedRecords.key(random.nextInt(records));
        }
    }

    /** Removes the store. */
    @TearDown
    public void close() throws IOException {
        scan.close();
        point.close();
        store.close();
    }

    /** One step forward; from the last record back to the first. */
    @Benchmark
    public int next() {
        if (!scan.next()) {
            scan.seek(first);
        }
        return scan.key().remaining() + scan.value().remaining();
    }

    /** To a random record, with its value. */
    @Benchmark
    public int seek() {
        point.seek(wanted());
        return point.value().remaining();
    }

    /** A copy of a random record's value. */
    @Benchmark
    public byte @Nullable [] get() {
        return reader.get(wanted());
    }

    private byte[] wanted() {
        turn = (turn + 1) & (WANTED - 1);
        return wanted[turn];
    }
}
