package io.inlay.engine.tck.model;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Capability;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.Snapshot;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.DirectoryLease;
import io.inlay.engine.support.Limited;
import io.inlay.engine.support.Poison;
import io.inlay.engine.support.RunFileSink;
import io.inlay.engine.support.StagedRange;
import io.inlay.engine.support.Staging;
import io.inlay.engine.support.Views;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A store kept in the heap and in one log. Reads take the current state, which is immutable; changes are made one at a time:
 * appended to the log, made durable where promised, then published.
 *
 * <p>Damage to a record that was durable before the last durable write is found at open. Damage to the last record cannot be
 * told from a write cut by a power loss, and a log cut at a record's end cannot be told from a shorter one.
 */
final class ModelEngine implements Engine {
    /** A log this much longer than twice its live data is rewritten at open. */
    private static final long SLACK_BYTES = 1 << 20;

    private final DirectoryLease lease;
    private final Limits limits;
    private final Poison poison = new Poison();
    private final CallGate gate;
    private final Views views;
    private final Views replacements;
    private final @Nullable Staging staging;
    private final @Nullable EntryLog log;
    private final Object order = new Object();
    private final long replayed;
    private volatile SortedEntries state;

    private ModelEngine(DirectoryLease lease, Limits limits, boolean readOnly) {
        this.lease = lease;
        this.limits = limits;
        String what = "engine at " + lease.directory();
        this.gate = new CallGate(what);
        this.views = new Views(what, limits.maxOpenViews());
        this.replacements = new Views(what, Integer.MAX_VALUE);
        Path file = lease.directory().resolve(EntryLog.FILE);
        Records records = Records.read(file, Long.MAX_VALUE, () -> false);
        this.state = records.entries();
        this.replayed = records.end();
        this.staging = readOnly ? null : Staging.open(lease.directory());
        this.log = readOnly ? null : EntryLog.open(lease.directory(), poison, records.end());
        if (log != null && log.length() > SLACK_BYTES + 2 * state.bytes()) {
            log.rewrite(out -> StateStep.write(state, out));
        }
    }

    /** Opens a leased directory; the lease is closed with the engine, or here when that fails. */
    static ModelEngine open(DirectoryLease lease, Limits limits, boolean readOnly) {
        try {
            return new ModelEngine(lease, limits, readOnly);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return ModelProvider.NAME;
    }

    @Override
    public Path directory() {
        return lease.directory();
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        int lane = gate.enter();
        try {
            byte[] value = state.get(key);
            return value == null ? null : value.clone();
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        int lane = gate.enter();
        try {
            return ModelSnapshot.open(state, range, direction, views);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Snapshot snapshot() {
        int lane = gate.enter();
        try {
            ModelSnapshot snapshot = new ModelSnapshot(state, views);
            try {
                views.add(snapshot);
            } catch (EngineException e) {
                snapshot.close();
                throw e;
            }
            return snapshot;
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public void write(Batch batch, Durability durability) {
        int lane = gate.enter();
        try {
            EntryLog writable = writableLog();
            Limited.check(batch, limits);
            synchronized (order) {
                poison.checkWritable();
                StateStep step = new StateStep(state);
                writable.append(out -> step.apply(batch, out));
                if (durability == Durability.SYNC) {
                    writable.sync();
                }
                state = step.entries();
            }
        } finally {
            gate.leave(lane);
        }
    }

    private EntryLog writableLog() {
        if (log == null) {
            throw new EngineException(Kind.READ_ONLY, directory() + " was opened read-only");
        }
        return log;
    }

    @Override
    public void sync() {
        int lane = gate.enter();
        try {
            EntryLog writable = writableLog();
            synchronized (order) {
                poison.checkWritable();
                writable.sync();
            }
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Replacement begin() {
        int lane = gate.enter();
        try {
            writableLog();
            poison.checkWritable();
            if (staging == null) {
                throw new IllegalStateException("a writable engine has no staging directory");
            }
            ModelReplacement replacement = new ModelReplacement(this, limits, replacements, staging.newArea());
            try {
                replacements.add(replacement);
            } catch (EngineException e) {
                replacement.close();
                throw e;
            }
            return replacement;
        } finally {
            gate.leave(lane);
        }
    }

    /** Commits a replacement: one record for all its ranges, durable before anybody sees it. */
    ReplaceResult replace(List<StagedRange<RunFileSink>> staged) {
        int lane = gate.enter();
        try {
            EntryLog writable = writableLog();
            synchronized (order) {
                long start = System.nanoTime();
                poison.checkWritable();
                StateStep step = new StateStep(state);
                writable.append(out -> staged.forEach(range -> step.apply(range, out, gate::checkOpen)));
                writable.sync();
                state = step.entries();
                return new ReplaceResult(
                        staged.stream().mapToLong(StagedRange::records).sum(),
                        staged.stream().mapToLong(StagedRange::bytes).sum(),
                        0,
                        Duration.ofNanos(System.nanoTime() - start));
            }
        } finally {
            gate.leave(lane);
        }
    }

    void checkOpen() {
        gate.checkOpen();
    }

    @Override
    public <C extends Capability> Optional<C> find(Class<C> capability) {
        int lane = gate.enter();
        try {
            return new ModelCapabilities(this, gate, views).find(capability);
        } finally {
            gate.leave(lane);
        }
    }

    /** The current state. */
    SortedEntries state() {
        return state;
    }

    /**
     * Reads the log back, while writers wait.
     *
     * @param stop asked after every record; true ends the reading there
     * @throws EngineException CORRUPT when a record does not check
     */
    SortedEntries readLog(BooleanSupplier stop) {
        Path file = directory().resolve(EntryLog.FILE);
        synchronized (order) {
            long length = log == null ? replayed : log.length();
            boolean[] stopped = new boolean[1];
            Records records = Records.read(file, length, () -> {
                stopped[0] = stop.getAsBoolean();
                return stopped[0];
            });
            if (!stopped[0] && records.end() != length) {
                throw new EngineException(Kind.CORRUPT, file + ": the record at " + records.end() + " is damaged");
            }
            return records.entries();
        }
    }

    /** Rewrites the log to the live entries, while writers wait. */
    void rewriteLog() {
        EntryLog writable = writableLog();
        synchronized (order) {
            poison.checkWritable();
            writable.rewrite(out -> {
                gate.checkOpen();
                StateStep.write(state, out);
            });
        }
    }

    @Override
    public void close() {
        if (gate.refuseNew()) {
            gate.awaitEmpty();
            replacements.closeAll();
            views.closeAll();
            try {
                if (log != null) {
                    log.close();
                }
            } finally {
                lease.close();
            }
        }
    }
}
