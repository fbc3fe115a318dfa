package io.inlay.engine;

import java.util.SortedMap;

/** Figures of a running engine. */
public interface Metrics extends Capability {
    /** Number of open snapshots and cursors. Every engine with metrics reports it. */
    String VIEWS_OPEN = "views.open";

    /** Age in seconds of the oldest open snapshot or cursor, 0 without one. Every engine with metrics reports it. */
    String VIEWS_OLDEST_SECONDS = "views.oldest.seconds";

    /** Reads all figures by name. */
    SortedMap<String, Long> read();
}
