package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The open views (cursors, snapshots) or replacements of one owner, so that closing the owner closes them. A snapshot has its
 * own, which count towards its engine's. Safe for many threads.
 */
public final class Views {
    private final @Nullable Views outer;
    private final String owner;
    private final int limit;
    private final Map<AutoCloseable, Long> openedNanos = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Makes the views of an engine.
     *
     * @param owner names the owner in messages
     * @param limit most views open at once
     */
    public Views(String owner, int limit) {
        this.outer = null;
        this.owner = owner;
        this.limit = limit;
    }

    /** The views of a view: each counts towards the outer owner too. */
    public Views(String owner, Views outer) {
        this.outer = outer;
        this.owner = owner;
        this.limit = Integer.MAX_VALUE;
    }

    /**
     * Takes a view in, which calls {@link #remove} at the end of its release, whoever closed it. Where it is refused, the
     * caller closes it. Never at the same time as {@link #closeAll} of these views, only of the outer ones.
     *
     * @throws EngineException CLOSED when the owner is closed, RETRY over the limit
     */
    public void add(AutoCloseable view) {
        addHere(view);
        if (outer == null) {
            return;
        }
        try {
            // last: whoever closes the outer owner may close the view at once, which removes it here too
            outer.add(view);
        } catch (EngineException e) {
            removeHere(view);
            throw e;
        }
    }

    /**
     * Takes a view in as {@link #add} does and returns it; where it is refused it is closed.
     *
     * @throws EngineException as {@link #add}
     */
    public <T extends AutoCloseable> T open(T view) {
        try {
            add(view);
            return view;
        } catch (EngineException refused) {
            try {
                view.close();
            } catch (Exception e) {
                refused.addSuppressed(e);
            }
            throw refused;
        }
    }

    private synchronized void addHere(AutoCloseable view) {
        if (closed) {
            throw Failures.closed(owner);
        }
        if (openedNanos.size() >= limit) {
            throw new EngineException(
                    Kind.RETRY, owner + " has " + limit + " open views, its limit (maxOpenViews): close some");
        }
        openedNanos.put(view, System.nanoTime());
    }

    /** Forgets a view that holds nothing any more. */
    public void remove(AutoCloseable view) {
        removeHere(view);
        if (outer != null) {
            outer.remove(view);
        }
    }

    private synchronized void removeHere(AutoCloseable view) {
        openedNanos.remove(view);
        notifyAll();
    }

    /**
     * Refuses new views, closes the open ones, newest first, and waits until all are released, those too that another thread
     * is closing. Their close methods must not throw.
     */
    public void closeAll() {
        List<AutoCloseable> open;
        synchronized (this) {
            closed = true;
            open = new ArrayList<>(openedNanos.keySet());
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException("a view threw on close", e);
            }
        }
        awaitReleased();
    }

    private synchronized void awaitReleased() {
        boolean interrupted = false;
        while (!openedNanos.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public synchronized int open() {
        return openedNanos.size();
    }

    /** Age of the oldest open view in seconds, 0 without one. */
    public synchronized long oldestSeconds() {
        return openedNanos.values().stream()
                .findFirst()
                .map(opened -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - opened))
                .orElse(0L);
    }
}
