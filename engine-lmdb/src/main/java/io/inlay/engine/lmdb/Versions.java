package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.support.Failures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import org.lmdbjava.Env;

/**
 * The versions of an open store: the published one, which new readers get, and older ones that are still read. A version is
 * published only when it is as durable as its writers asked for, so readers never see what a power loss could take back
 * from a SYNC write. Pinning is safe for many threads and makes no native call; all else is for the writer's thread.
 */
final class Versions {
    private static final long WAIT_NANOS = 50_000;

    private final String what;
    private final Deque<Version> retired = new ArrayDeque<>();
    private final Deque<LmdbPin> spare = new ArrayDeque<>();
    private volatile Version published;
    private volatile int kept = 1;
    private volatile boolean closed;

    /**
     * Starts with one version.
     *
     * @param what names the engine in messages
     */
    Versions(String what, Version first) {
        this.what = what;
        this.published = first;
    }

    /** A hold on a version, given back with {@link #release}. */
    record Hold(Version version, int lane) {
        /** Another hold on the same version. Only while this one is not given back. */
        Hold again() {
            version.gate().enterAgain(lane);
            return new Hold(version, lane);
        }

        void release() {
            version.gate().leave(lane);
        }
    }

    /**
     * Holds the published version.
     *
     * @throws EngineException CLOSED
     */
    Hold hold() {
        while (true) {
            Version now = published;
            int lane = now.gate().tryEnter();
            if (lane >= 0) {
                return new Hold(now, lane);
            }
            if (closed) {
                throw Failures.closed(what);
            }
        }
    }

    /** The published version, for the writer's thread, which alone replaces it. */
    Version published() {
        return published;
    }

    /** From now on nobody gets a hold. */
    void refuseNew() {
        closed = true;
        published.gate().refuseNew();
    }

    /** After {@link #refuseNew}: waits until all holds are given back. */
    void awaitEmpty() {
        published.gate().awaitEmpty();
        retired.forEach(version -> version.gate().awaitEmpty());
    }

    /** Shows the newest committed state to new readers. */
    void publish(LmdbHandle handle) {
        LmdbPin pin = pin(handle);
        PageFile file = published.file();
        MetaPage meta = MetaPage.read(file.chunk(0), metaOffset(pin.id(), file), file.path());
        if (meta.txnId() != pin.id()) {
            throw new EngineException(
                    Kind.INTERNAL, "the meta page is of transaction " + meta.txnId() + ", not of " + pin.id());
        }
        file.reach(meta.lastPage());
        Version before = published;
        published = new Version(file, meta, pin);
        before.gate().refuseNew();
        retired.add(before);
        if (closed) {
            published.gate().refuseNew();
        }
        reap();
    }

    static int metaOffset(long txnId, PageFile file) {
        return (int) (txnId & 1) * file.pageSize();
    }

    /** Takes a spare pin or a new one. Readers of older versions may hold all slots for a moment: then they are waited for. */
    private LmdbPin pin(LmdbHandle handle) {
        while (true) {
            reap();
            LmdbPin pin = spare.poll();
            if (pin != null) {
                pin.renew();
                return pin;
            }
            try {
                return handle.pin();
            } catch (Env.ReadersFullException e) {
                if (retired.isEmpty()) {
                    throw e;
                }
                LockSupport.parkNanos(this, WAIT_NANOS);
            }
        }
    }

    /** Lets go of older versions that nobody reads any more, so that their pages can be used anew. */
    void reap() {
        for (Iterator<Version> all = retired.iterator(); all.hasNext(); ) {
            Version version = all.next();
            LmdbPin pin = version.pin();
            if (version.gate().isEmpty()) {
                all.remove();
                if (pin != null) {
                    pin.reset();
                    spare.add(pin);
                }
            }
        }
        kept = retired.size() + 1;
    }

    /** Number of versions that are kept for readers, the published one included. For any thread. */
    int kept() {
        return kept;
    }

    /** After {@link #awaitEmpty}: closes all pins. */
    void close() {
        LmdbPin pin = published.pin();
        if (pin != null) {
            pin.close();
        }
        reap();
        spare.forEach(LmdbPin::close);
        spare.clear();
    }
}
