package io.inlay.engine.tck.model;

import io.inlay.engine.Batch;
import io.inlay.engine.Capability;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Limits;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.support.AbstractEngine;
import io.inlay.engine.support.DirectoryLease;
import io.inlay.engine.support.RunFileReplacement;
import io.inlay.engine.support.RunFileSink;
import io.inlay.engine.support.StagedRange;
import io.inlay.engine.support.Views;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A store kept in the heap and in one log. Reads take the current state, which is immutable; changes are made one at a time:
 * appended to the log, made durable where promised, then published.
 *
 * <p>Damage to a record that was durable before the last durable write is found at open. Damage to the last record cannot be
 * told from a write cut by a power loss, and a log cut at a record's end cannot be told from a shorter one.
 */
final class ModelEngine extends AbstractEngine {
    /** A log this much longer than twice its live data, or twice what it was when last rewritten, is rewritten. */
    private static final long SLACK_BYTES = 1 << 20;

    private final @Nullable EntryLog log;
    private final Object order = new Object();
    private final long replayed;
    private final List<Capability> capabilities;
    private volatile SortedEntries state;
    private long trimmed;

    ModelEngine(DirectoryLease lease, Limits limits, boolean readOnly) {
        super(ModelProvider.NAME, lease, limits, readOnly);
        Path file = lease.directory().resolve(EntryLog.FILE);
        Records records = Records.read(file, Long.MAX_VALUE, () -> false);
        this.state = records.entries();
        this.replayed = records.end();
        this.log = readOnly ? null : EntryLog.open(lease.directory(), poison(), records);
        this.trimmed = state.bytes();
        if (log != null) {
            trim(log);
        }
        this.capabilities = new ModelCapabilities(this, gate()).all();
        publish(new ModelView(state));
    }

    private void show(SortedEntries next) {
        state = next;
        publish(new ModelView(next));
    }

    @Override
    protected void apply(Batch batch, Durability durability) {
        EntryLog writable = writableLog();
        synchronized (order) {
            poison().checkWritable();
            StateStep step = new StateStep(state);
            writable.append(out -> step.apply(batch, out));
            if (durability == Durability.SYNC) {
                writable.sync();
            }
            show(step.entries());
            trim(writable);
        }
    }

    /** Rewrites a log that has grown too long. Where that fails the log is as long as it was, or takes no more writes. */
    private void trim(EntryLog writable) {
        if (writable.length() > SLACK_BYTES + 2 * trimmed) {
            try {
                writable.rewrite(out -> StateStep.write(state, out));
                trimmed = writable.length();
            } catch (EngineException e) {
                // what was asked for has been done; a log that may be the old one or the new is poisoned
            }
        }
    }

    private EntryLog writableLog() {
        if (log == null) {
            throw new EngineException(Kind.READ_ONLY, directory() + " was opened read-only");
        }
        return log;
    }

    @Override
    protected void makeDurable() {
        EntryLog writable = writableLog();
        synchronized (order) {
            poison().checkWritable();
            writable.sync();
        }
    }

    @Override
    protected Replacement newReplacement(Views open, Path area) {
        return new RunFileReplacement(limits(), open, area, false, gate(), this::replace);
    }

    /** Commits a replacement: one record for all its ranges, durable before anybody sees it. */
    private ReplaceResult replace(List<StagedRange<RunFileSink>> staged) {
        EntryLog writable = writableLog();
        synchronized (order) {
            long start = System.nanoTime();
            poison().checkWritable();
            StateStep step = new StateStep(state);
            writable.append(out -> staged.forEach(range -> step.apply(range, out, gate()::checkOpen)));
            writable.sync();
            show(step.entries());
            trim(writable);
            return new ReplaceResult(
                    staged.stream().mapToLong(StagedRange::records).sum(),
                    staged.stream().mapToLong(StagedRange::bytes).sum(),
                    0,
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    @Override
    protected List<Capability> capabilities() {
        return capabilities;
    }

    /** What every engine tells, with the size of the state. */
    SortedMap<String, Long> figures() {
        SortedMap<String, Long> figures = viewFigures();
        figures.put("entries", (long) state.size());
        figures.put("entries.bytes", state.bytes());
        return figures;
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
            poison().checkWritable();
            writable.rewrite(out -> {
                gate().checkOpen();
                StateStep.write(state, out);
            });
        }
    }

    @Override
    protected void shutDown() {
        if (log != null) {
            log.close();
        }
    }
}
