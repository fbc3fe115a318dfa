package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.support.ViewGate;
import io.inlay.engine.support.Views;

/**
 * A version from which a commit will read a run, held beyond the life of the cursor that was given for it. It is an open view
 * of its engine: when that is closed first, whoever pinned it is told, and a commit that reads here already is waited for.
 * Safe for many threads.
 */
final class PinnedSource implements AutoCloseable {
    private final Versions.Hold hold;
    private final Views views;
    private final ViewGate gate;
    private final Runnable beforeRelease;

    private PinnedSource(HeldSource source, Runnable beforeRelease) {
        this.hold = source.hold().again();
        this.views = source.views();
        this.gate = new ViewGate("engine at " + source.directory() + ", from which a run is read,");
        this.beforeRelease = beforeRelease;
    }

    /**
     * Pins what a reader holds, while it holds it.
     *
     * @param beforeRelease run by every {@link #close} before anything else; must not throw
     * @throws EngineException RETRY when the engine has no room for another view; CLOSED
     */
    static PinnedSource open(HeldSource source, Runnable beforeRelease) {
        return source.views().open(new PinnedSource(source, beforeRelease));
    }

    Version version() {
        return hold.version();
    }

    /**
     * Starts reading, which closing waits for; followed by one {@link #leave}.
     *
     * @throws EngineException CLOSED
     */
    void enter() {
        gate.enter();
    }

    void leave() {
        gate.leave();
    }

    /** Waits for whoever reads here and lets go of the version. */
    @Override
    public void close() {
        beforeRelease.run();
        if (gate.close()) {
            hold.release();
            views.remove(this);
        }
    }
}
