package io.inlay.compactor;

import io.inlay.engine.EngineException;
import io.inlay.sync.SyncException;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.key.SyncId;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * The flight recorder's event of one call that makes a sync of the base what it is to be. A call that failed has a failure,
 * and nothing else but what it was asked to do.
 *
 * @param <R> what the call returns
 */
@Category("Inlay")
@StackTrace(false)
abstract class WorkEvent<R> extends Event {
    @Label("Sync")
    final String sync;

    @Label("Failure")
    String failure = "";

    @Label("Records")
    long records;

    @DataAmount
    @Label("Bytes")
    long bytes;

    @Timespan(Timespan.NANOSECONDS)
    @Label("Check")
    long check;

    @Timespan(Timespan.NANOSECONDS)
    @Label("Stage")
    long stage;

    @Timespan(Timespan.NANOSECONDS)
    @Label("Commit")
    long commit;

    WorkEvent(SyncId sync) {
        this.sync = sync.toString();
    }

    /**
     * Does the work and records it, if there was a flight recorder when it began: an event made where there is none starts the
     * recorder's own machinery, which in a young process costs more than a small fold.
     */
    static <R> R record(Supplier<WorkEvent<R>> event, Supplier<R> work) {
        return FlightRecorder.isInitialized() ? event.get().record(work) : work.get();
    }

    private R record(Supplier<R> work) {
        begin();
        try {
            R result = work.get();
            fill(result);
            return result;
        } catch (RuntimeException | Error e) {
            failure = name(e);
            throw e;
        } finally {
            commit();
        }
    }

    /** Takes what is told of work that was done. */
    abstract void fill(R result);

    final void fill(long ofRecords, long ofBytes, Map<Phase, Duration> times) {
        records = ofRecords;
        bytes = ofBytes;
        check = nanos(times, Phase.CHECK);
        stage = nanos(times, Phase.STAGE);
        commit = nanos(times, Phase.COMMIT);
    }

    private static long nanos(Map<Phase, Duration> times, Phase phase) {
        return times.getOrDefault(phase, Duration.ZERO).toNanos();
    }

    /** The class of a failure, with the kind where there are kinds. No message: it may name what is stored. */
    private static String name(Throwable e) {
        String type = e.getClass().getSimpleName();
        if (e instanceof SyncException failed) {
            return type + " " + failed.kind();
        }
        return e instanceof EngineException failed ? type + " " + failed.kind() : type;
    }
}
