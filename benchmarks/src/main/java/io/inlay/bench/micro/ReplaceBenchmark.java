package io.inlay.bench.micro;

import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
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

/** A whole replace, durable at its end, of records of which every value changes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReplaceBenchmark {
    /** Name of the engine. */
    @Param({})
    public String engine = "";

    /** How many records are replaced. */
    @Param({"100", "10000"})
    public int records;

    private TemporaryEngine store;
    private byte[][] keys;
    private byte[][][] values;
    private int generation;

    /** Makes the records. */
    @Setup
    public void open() throws IOException {
        store = new TemporaryEngine(engine);
        keys = new byte[records][];
        values = new byte[2][records][];
        for (int i = 0; i < records; i++) {
            keys[i] = NumberedRecords.key(i);
            values[0][i] = NumberedRecords.value(i, 0);
            values[1][i] = NumberedRecords.value(i, 1);
        }
    }

    /** Removes the store. */
    @TearDown
    public void close() throws IOException {
        store.close();
    }

    /** From begin to commit. */
    @Benchmark
    public ReplaceResult commit() {
        generation = 1 - generation;
        try (Replacement replacement = store.engine().begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            for (int i = 0; i < records; i++) {
                run.add(ByteBuffer.wrap(keys[i]), ByteBuffer.wrap(values[generation][i]));
            }
            run.finish();
            return replacement.commit();
        }
    }
}
