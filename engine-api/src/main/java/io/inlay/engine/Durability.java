package io.inlay.engine;

/** When a written batch is safe from a power loss. A kill of the process alone loses no acknowledged write of either kind. */
public enum Durability {
    /** Durable when {@link Engine#write} returns. */
    SYNC,
    /** Durable after the next {@link #SYNC} write, {@link Engine#sync} or {@link Replacement#commit} that returned. */
    RELAXED
}
