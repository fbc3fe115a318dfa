package io.inlay.engine.tck.decorate;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An engine that knows where each open snapshot, cursor, replacement and run writer was opened, and tells of those that were
 * forgotten: whatever nobody has closed when the engine is closed, also cursors that the close of their snapshot ended. A run
 * writer is over when it is finished or closed, or with the close of its replacement, which abandons it. Opening costs a stack
 * trace, moves cost nothing; {@link RunWriter#addAll} gets the inner cursors, so that an engine recognises its own. Safe for
 * many threads.
 */
public final class LeakFindingEngine extends ForwardingEngine {
    private final Openings open = new Openings();

    /** Decorates an engine, which is closed with this one. */
    public LeakFindingEngine(Engine inner) {
        super(inner);
    }

    /**
     * Something that nobody has closed.
     *
     * @param what its kind and range
     * @param openedAt the stack that opened it
     */
    public record Leak(String what, Throwable openedAt) {}

    /** What is open now, oldest first; at a moment when nothing should be, what was forgotten. */
    public List<Leak> report() {
        return open.report();
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        return new TrackedCursor(inner().cursor(range, direction, access), "cursor over " + range, open);
    }

    @Override
    public Snapshot snapshot() {
        return new TrackedSnapshot(inner().snapshot(), open);
    }

    @Override
    public Replacement begin() {
        return new TrackedReplacement(inner().begin(), open);
    }

    /**
     * Closes the engine inside.
     *
     * @throws AssertionError once, when something was forgotten; the stacks that opened it are suppressed in it
     */
    @Override
    public void close() {
        inner().close();
        open.expectNone("when the engine in " + directory() + " was closed");
    }

    private static final class TrackedCursor extends ForwardingCursor {
        private final Openings open;

        TrackedCursor(Cursor inner, String what, Openings open) {
            super(inner);
            this.open = open;
            open.add(this, what);
        }

        /** The engine's own cursor. */
        Cursor own() {
            return inner();
        }

        @Override
        public void close() {
            inner().close();
            open.remove(this);
        }
    }

    private static final class TrackedSnapshot extends ForwardingSnapshot {
        private final Openings open;

        TrackedSnapshot(Snapshot inner, Openings open) {
            super(inner);
            this.open = open;
            open.add(this, "snapshot");
        }

        @Override
        public Cursor cursor(KeyRange range, Direction direction, Access access) {
            return new TrackedCursor(
                    inner().cursor(range, direction, access), "cursor of a snapshot over " + range, open);
        }

        @Override
        public void close() {
            inner().close();
            open.remove(this);
        }
    }

    private static final class TrackedReplacement extends ForwardingReplacement {
        private final Openings open;
        private final Set<RunWriter> runs = ConcurrentHashMap.newKeySet();

        TrackedReplacement(Replacement inner, Openings open) {
            super(inner);
            this.open = open;
            open.add(this, "replacement");
        }

        @Override
        public RunWriter excise(KeyRange range) {
            return tracked(inner().excise(range), "run that excises " + range);
        }

        @Override
        public RunWriter overlay(KeyRange range) {
            return tracked(inner().overlay(range), "run laid over " + range);
        }

        private RunWriter tracked(RunWriter run, String what) {
            RunWriter tracked = new TrackedRun(run, open);
            open.add(tracked, what);
            runs.add(tracked);
            return tracked;
        }

        @Override
        public void close() {
            inner().close();
            runs.forEach(open::remove);
            open.remove(this);
        }
    }

    private static final class TrackedRun extends ForwardingRunWriter {
        private final Openings open;

        TrackedRun(RunWriter inner, Openings open) {
            super(inner);
            this.open = open;
        }

        @Override
        public long addAll(Cursor rest, long max) {
            return inner().addAll(rest instanceof TrackedCursor tracked ? tracked.own() : rest, max);
        }

        @Override
        public void finish() {
            inner().finish();
            open.remove(this);
        }

        @Override
        public void close() {
            inner().close();
            open.remove(this);
        }
    }
}
