package io.inlay.engine;

/** The order in which a cursor moves over keys. */
public enum Direction {
    /** Ascending unsigned lexicographic order. */
    FORWARD,
    /** Descending unsigned lexicographic order. */
    BACKWARD
}
