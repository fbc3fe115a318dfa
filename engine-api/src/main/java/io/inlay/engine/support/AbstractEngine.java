package io.inlay.engine.support;

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
import io.inlay.engine.Metrics;
import io.inlay.engine.Replacement;
import io.inlay.engine.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every engine does around its storage: nobody enters once it is closed and closing waits for those inside, views and
 * replacements are counted and closed with it, keys and values are checked against the limits, a read-only or poisoned engine
 * takes no writes, a directory is given back. An engine adds how a state is read, how a batch is written and how a replacement
 * takes effect. Each of its methods is called with the engine open, and it stays open until they return.
 */
public abstract class AbstractEngine implements Engine {
    private final String name;
    private final DirectoryLease lease;
    private final Limits limits;
    private final CallGate gate;
    private final Views views;
    private final Views replacements;
    private final Poison poison = new Poison();
    private final @Nullable Staging staging;
    private final Object closing = new Object();
    private volatile @Nullable PinnedView current;
    private boolean released;

    /**
     * Makes an engine that owns the lease from the end of its subclass's constructor on; {@link DirectoryLease#holdFor} gives it
     * back where that fails. What a killed process left in the staging directory of a writable engine is removed.
     */
    protected AbstractEngine(String name, DirectoryLease lease, Limits limits, boolean readOnly) {
        this.name = name;
        this.lease = lease;
        this.limits = limits;
        String what = "engine at " + lease.directory();
        this.gate = new CallGate(what);
        this.views = new Views(what, limits.maxOpenViews());
        this.replacements = new Views(what, Integer.MAX_VALUE);
        this.staging = readOnly ? null : Staging.open(lease.directory());
    }

    /**
     * Holds the present state; the caller releases it. Unless overridden, it is the one last given to {@link #publish}.
     */
    protected PinnedView pin() {
        while (true) {
            PinnedView view = current;
            if (view == null) {
                throw new IllegalStateException("no state was published");
            }
            if (view.tryHold()) {
                return view;
            }
        }
    }

    /**
     * Makes a state the one that new readers see; the engine lets go of the one before. For one thread at a time: the one that
     * writes.
     *
     * @param next held once, by the engine from now on
     */
    protected final void publish(PinnedView next) {
        PinnedView before = current;
        current = next;
        if (before != null) {
            before.release();
        }
    }

    /**
     * A copy of the value that a key has now, or null; a key of any length. Unless overridden, {@link #pin} holds the state
     * meanwhile; an engine whose single reads need no hold saves it.
     */
    protected byte @Nullable [] read(byte[] key) {
        PinnedView view = pin();
        try {
            return view.get(key);
        } finally {
            view.release();
        }
    }

    /**
     * Makes a cursor over the present state. It is added to its views, and closed, by the caller. Unless overridden, it keeps
     * what {@link #pin} holds until it is closed; an engine whose cursors hold their state by themselves saves that.
     *
     * @param views what the cursor is given to its constructor
     */
    protected AbstractCursor newCursor(KeyRange range, Direction direction, Access access, Views views) {
        PinnedView view = pin();
        try {
            AbstractCursor cursor = view.cursor(range, direction, access, views);
            cursor.holds(view);
            return cursor;
        } catch (RuntimeException | Error e) {
            view.release();
            throw e;
        }
    }

    /**
     * Applies a batch, whose lengths were checked, as {@link Engine#write} says.
     *
     * @throws EngineException what {@link Poison#outcomeUnknown} returns when it cannot be proven that nothing happened
     */
    protected abstract void apply(Batch batch, Durability durability);

    /** Makes every write that returned before durable, as {@link Engine#sync} says. */
    protected abstract void makeDurable();

    /**
     * Makes a replacement.
     *
     * @param open the open replacements, for the constructor of {@link StagedReplacement}
     * @param area a new area for its files
     */
    protected abstract Replacement newReplacement(Views open, Path area);

    /** What the engine can do beyond the kernel; the same at every call. */
    protected abstract List<Capability> capabilities();

    /** Releases the storage; called once, with nobody inside and every view released. The directory is given back afterwards. */
    protected abstract void shutDown();

    /** The gate in front of the engine, for capabilities and long calls. */
    protected final CallGate gate() {
        return gate;
    }

    /** What remembers a failed write. */
    protected final Poison poison() {
        return poison;
    }

    /** Where replacements are staged; null when read-only. */
    protected final @Nullable Staging staging() {
        return staging;
    }

    /** Whether the engine was opened without leave to write. */
    protected final boolean isReadOnly() {
        return staging == null;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Path directory() {
        return lease.directory();
    }

    @Override
    public final Limits limits() {
        return limits;
    }

    /** Runs a call with the engine held open; CLOSED once it is closed. */
    protected final <T extends @Nullable Object> T inside(Supplier<T> call) {
        int lane = gate.enter();
        try {
            return call.get();
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public final byte @Nullable [] get(byte[] key) {
        int lane = gate.enter();
        try {
            return read(key);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public final Cursor cursor(KeyRange range, Direction direction, Access access) {
        int lane = gate.enter();
        try {
            return views.open(newCursor(range, direction, access, views));
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public final Snapshot snapshot() {
        return inside(() -> views.open(new PinnedSnapshot(pin(), views)));
    }

    @Override
    public final void write(Batch batch, Durability durability) {
        int lane = gate.enter();
        try {
            requireWritable();
            Limited.check(batch, limits);
            apply(batch, durability);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public final void sync() {
        int lane = gate.enter();
        try {
            requireWritable();
            makeDurable();
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public final Replacement begin() {
        return inside(() ->
                replacements.open(newReplacement(replacements, requireWritable().newArea())));
    }

    private Staging requireWritable() {
        if (staging == null) {
            throw new EngineException(Kind.READ_ONLY, directory() + " was opened read-only");
        }
        poison.checkWritable();
        return staging;
    }

    @Override
    public final <C extends Capability> Optional<C> find(Class<C> capability) {
        gate.checkOpen();
        return capabilities().stream()
                .filter(capability::isInstance)
                .map(capability::cast)
                .findFirst();
    }

    /** The figures that {@link Metrics} has on every engine, for the engine to add its own. */
    protected final SortedMap<String, Long> viewFigures() {
        SortedMap<String, Long> figures = new TreeMap<>();
        figures.put(Metrics.VIEWS_OPEN, (long) views.open());
        figures.put(Metrics.VIEWS_OLDEST_SECONDS, views.oldestSeconds());
        return figures;
    }

    @Override
    public final void close() {
        gate.refuseNew();
        synchronized (closing) {
            if (released) {
                return;
            }
            released = true;
            gate.awaitEmpty();
            replacements.closeAll();
            views.closeAll();
            try (lease) {
                if (current != null) {
                    current.release();
                    current = null;
                }
                shutDown();
            }
        }
    }
}
