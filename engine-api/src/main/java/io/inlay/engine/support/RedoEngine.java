package io.inlay.engine.support;

import io.inlay.engine.Batch;
import io.inlay.engine.Capability;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineException;
import io.inlay.engine.Limits;
import io.inlay.engine.Metrics;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A whole engine over a {@link Backend}: a store with small atomic batches and views that stay as they were. What changes the
 * store happens one at a time: a batch is written, made durable where promised, and published; a replacement goes through a
 * {@link RedoLog}. Readers hold a published view and wait for nobody.
 */
public final class RedoEngine extends AbstractEngine {
    private final Backend backend;
    private final @Nullable RedoLog redo;
    private final List<Capability> capabilities = new ArrayList<>();
    private final Object order = new Object();

    /**
     * The store. Its changing methods are called by one thread at a time, and after one of them failed none but
     * {@link #abandon}.
     */
    public interface Backend extends RedoLog.Target {
        /** What it can do beyond the kernel; {@link Metrics} is there without. */
        default List<Capability> capabilities() {
            return List.of();
        }

        /**
         * Makes all that was written durable, and closes. Called once, with every view released.
         *
         * @throws IOException when what was written last may be lost; it is closed nevertheless
         */
        void close() throws IOException;

        /** Closes and writes nothing any more, after a failure or when read-only. Must not throw. */
        void abandon();
    }

    private RedoEngine(String name, DirectoryLease lease, Limits limits, boolean readOnly, Supplier<Backend> opening) {
        super(name, lease, limits, readOnly);
        this.backend = opening.get();
        try {
            if (readOnly) {
                this.redo = null;
                publish(RedoLog.committed(directory(), backend.pinWritten()));
            } else {
                this.redo = RedoLog.open(directory(), poison());
                redo.finish(backend);
                publish(backend.pinWritten());
            }
            capabilities.addAll(backend.capabilities());
            Metrics metrics = () -> inside(this::viewFigures);
            capabilities.add(metrics);
        } catch (RuntimeException | Error e) {
            backend.abandon();
            throw e;
        }
    }

    /**
     * Opens an engine in a leased directory; where that fails the lease is given back.
     *
     * @param opening opens the backend in the lease's directory
     * @throws EngineException what opening the backend throws; CORRUPT for a damaged commit; FULL; INTERNAL
     */
    public static RedoEngine open(
            String name, DirectoryLease lease, Limits limits, boolean readOnly, Supplier<Backend> opening) {
        return lease.holdFor(() -> new RedoEngine(name, lease, limits, readOnly, opening));
    }

    @Override
    protected void apply(Batch batch, Durability durability) {
        synchronized (order) {
            poison().checkWritable();
            DurableFiles.checkRoom(directory(), batch.bytes());
            try {
                backend.write(batch, false);
                if (durability == Durability.SYNC) {
                    backend.makeDurable();
                }
            } catch (IOException | RuntimeException | Error e) {
                throw poison().outcomeUnknown("a write to " + directory(), e);
            }
            publish(backend.pinWritten());
        }
    }

    @Override
    protected void makeDurable() {
        synchronized (order) {
            poison().checkWritable();
            try {
                backend.makeDurable();
            } catch (IOException | RuntimeException | Error e) {
                throw poison().outcomeUnknown("a sync of " + directory(), e);
            }
        }
    }

    @Override
    protected Replacement newReplacement(Views open, Path area) {
        return new RunFileReplacement(limits(), open, area, true, gate(), this::replace);
    }

    private ReplaceResult replace(List<StagedRange<RunFileSink>> staged) {
        if (redo == null) {
            throw new IllegalStateException("a read-only engine has no replacements");
        }
        synchronized (order) {
            gate().checkOpen();
            ReplaceResult result = redo.commit(staged, backend);
            publish(backend.pinWritten());
            return result;
        }
    }

    @Override
    protected List<Capability> capabilities() {
        return capabilities;
    }

    @Override
    protected void shutDown() {
        if (isReadOnly() || poison().isPoisoned()) {
            backend.abandon();
            return;
        }
        try {
            backend.close();
        } catch (IOException e) {
            throw Failures.io("closing the store in", directory(), e);
        }
    }
}
