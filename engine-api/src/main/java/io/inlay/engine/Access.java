package io.inlay.engine;

/** A hint how a cursor will be used. It never changes what the cursor yields. */
public enum Access {
    /** A few entries are read: nothing is read ahead, caches are used and filled. */
    POINT,
    /** Many entries are read in order: the engine may read ahead and keeps its caches as they are. */
    SCAN
}
