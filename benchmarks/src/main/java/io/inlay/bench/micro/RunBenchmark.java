package io.inlay.bench.micro;

import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Filling a run that is never committed: record by record, and from a cursor of an engine of the same kind. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RunBenchmark {
    private static final int SLICE = 1 << 10;
    private static final int NUMBER_AT = NumberedRecords.KEY_BYTES - Long.BYTES;

    /** Name of the engine. */
    @Param({})
    public String engine = "";

    /** How many records the source holds. */
    @Param("400000")
    public int records;

    private final ByteBuffer key = ByteBuffer.wrap(NumberedRecords.key(0));
    private final ByteBuffer value = ByteBuffer.wrap(NumberedRecords.value(0, 0));
    private TemporaryEngine source;
    private TemporaryEngine target;
    private Replacement replacement;
    private RunWriter run;
    private Cursor cursor;
    private long number;

    /** Fills the source. */
    @Setup
    public void open() throws IOException {
        source = new TemporaryEngine(engine).filled(records);
        target = new TemporaryEngine(engine);
    }

    /** Begins a run. */
    @Setup(Level.Iteration)
    public void begin() {
        replacement = target.engine().begin();
        run = replacement.excise(KeyRange.all());
        cursor = source.engine().cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
    }

    /** Drops the run. */
    @TearDown(Level.Iteration)
    public void drop() {
        cursor.close();
        run.close();
        replacement.close();
    }

    /** Removes the stores. */
    @TearDown
    public void close() throws IOException {
        source.close();
        target.close();
    }

    /** One record. */
    @Benchmark
    public void add() {
        key.putLong(NUMBER_AT, number++);
        run.add(key, value);
    }

    /** One record of many that a cursor gives; from the last record on with a new run. */
    @Benchmark
    @OperationsPerInvocation(SLICE)
    public long addAll() {
        long added = run.addAll(cursor, SLICE);
        if (added < SLICE) {
            drop();
            begin();
        }
        return added;
    }
}
