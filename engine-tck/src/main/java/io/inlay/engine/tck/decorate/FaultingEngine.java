package io.inlay.engine.tck.decorate;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.Snapshot;
import io.inlay.engine.support.Poison;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An engine that fails chosen calls as the contract says an engine may: a failed cursor throws the same failure for ever, a
 * failed run spoils its replacement, OUTCOME_UNKNOWN poisons, and any other kind means that nothing happened. Calls are
 * counted over all threads, views and replacements. Safe for many threads.
 */
public final class FaultingEngine extends ForwardingEngine {
    /** Kinds of calls that can fail. */
    public enum Call {
        /** {@link io.inlay.engine.Reader#get}, of the engine and of snapshots. */
        GET,
        /** {@link Engine#snapshot} and {@link io.inlay.engine.Reader#cursor}. */
        OPEN_VIEW,
        /** {@link Cursor#next} and {@link Cursor#seek}. */
        MOVE,
        /** {@link Engine#write}. */
        WRITE,
        /** {@link Engine#sync}. */
        SYNC,
        /** {@link Engine#begin}. */
        BEGIN,
        /** {@link Replacement#excise}, {@link Replacement#overlay} and {@link Replacement#empty}. */
        OPEN_RUN,
        /** {@link io.inlay.engine.RunWriter#add}, {@code delete} and {@code addAll}. */
        ADD,
        /** {@link io.inlay.engine.RunWriter#finish}. */
        FINISH,
        /** {@link Replacement#commit}. */
        COMMIT
    }

    private final Faults faults = new Faults();
    private final Poison poison = new Poison();

    /** Decorates an engine, which is closed with this one. Nothing fails before {@link #fail} is called. */
    public FaultingEngine(Engine inner) {
        super(inner);
    }

    /**
     * Lets a later call fail before it does anything; with OUTCOME_UNKNOWN nothing has happened either. Several may be chosen.
     *
     * @param nth which of the calls of this kind from now on, from 1
     * @param kind what it throws; OUTCOME_UNKNOWN only for WRITE, SYNC and COMMIT
     */
    public void fail(Call call, long nth, Kind kind) {
        faults.add(call, nth, kind, false);
    }

    /** Lets a later WRITE, SYNC or COMMIT throw OUTCOME_UNKNOWN after it took effect. */
    public void failAfterwards(Call call, long nth) {
        faults.add(call, nth, Kind.OUTCOME_UNKNOWN, true);
    }

    /** How many calls of a kind have begun so far. */
    public long calls(Call call) {
        return faults.calls(call);
    }

    /** Whether a chosen call is still to come. */
    public boolean isArmed() {
        return faults.isArmed();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        faults.check(Call.GET);
        return inner().get(key);
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        faults.check(Call.OPEN_VIEW);
        return new FaultingCursor(inner().cursor(range, direction, access), faults);
    }

    @Override
    public Snapshot snapshot() {
        faults.check(Call.OPEN_VIEW);
        return new ForwardingSnapshot(inner().snapshot()) {
            @Override
            public byte @Nullable [] get(byte[] key) {
                faults.check(Call.GET);
                return inner().get(key);
            }

            @Override
            public Cursor cursor(KeyRange range, Direction direction, Access access) {
                faults.check(Call.OPEN_VIEW);
                return new FaultingCursor(inner().cursor(range, direction, access), faults);
            }
        };
    }

    @Override
    public void write(Batch batch, Durability durability) {
        change(Call.WRITE, () -> {
            inner().write(batch, durability);
            return batch;
        });
    }

    @Override
    public void sync() {
        change(Call.SYNC, () -> {
            inner().sync();
            return this;
        });
    }

    @Override
    public Replacement begin() {
        faults.check(Call.BEGIN);
        poison.checkWritable();
        return new FaultingReplacement(inner().begin(), this);
    }

    /** Counts a call that is not a change and lets it fail where that was chosen. */
    void check(Call call) {
        faults.check(call);
    }

    /** Does a change, or fails before or after it where that was chosen; after an unknown outcome it does none. */
    <T> T change(Call call, Supplier<T> change) {
        poison.checkWritable();
        Faults.Fault fault = faults.next(call);
        if (fault != null && !fault.afterwards()) {
            throw thrown(fault);
        }
        T result = change.get();
        if (fault != null) {
            throw thrown(fault);
        }
        return result;
    }

    private EngineException thrown(Faults.Fault fault) {
        EngineException failure = fault.failure();
        return failure.kind() == Kind.OUTCOME_UNKNOWN
                ? poison.outcomeUnknown(fault.call().toString(), failure)
                : failure;
    }
}
