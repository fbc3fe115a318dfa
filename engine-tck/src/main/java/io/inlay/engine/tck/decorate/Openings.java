package io.inlay.engine.tck.decorate;

import io.inlay.engine.tck.decorate.LeakFindingEngine.Leak;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where everything was opened that has not been closed. Safe for many threads. */
final class Openings {
    private final Map<Object, Leak> open = new LinkedHashMap<>();

    /** Notes that a thing was opened by the calling thread, just now. */
    synchronized void add(Object thing, String what) {
        open.put(
                thing,
                new Leak(
                        what,
                        new Throwable(what + " opened by thread "
                                + Thread.currentThread().getName())));
    }

    /** Forgets a thing that was closed. */
    synchronized void remove(Object thing) {
        open.remove(thing);
    }

    /** What is open, oldest first. */
    synchronized List<Leak> report() {
        return new ArrayList<>(open.values());
    }

    /** Fails if anything is open, and forgets it. */
    void expectNone(String when) {
        List<Leak> leaks;
        synchronized (this) {
            leaks = report();
            open.clear();
        }
        if (!leaks.isEmpty()) {
            AssertionError failure = new AssertionError("forgotten " + when + ": "
                    + String.join("; ", leaks.stream().map(Leak::what).toList()));
            leaks.forEach(leak -> failure.addSuppressed(leak.openedAt()));
            throw failure;
        }
    }
}
