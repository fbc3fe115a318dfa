package io.inlay.engine;

import java.nio.file.Path;

/** Copies of a live store that open by themselves. */
public interface Checkpoints extends Capability {
    /**
     * Makes a copy of the present state, whole or not at all; the store stays writable.
     *
     * @param absent a path at which nothing exists yet, in an existing directory
     * @throws EngineException INVALID when something stands at the path; FULL; CLOSED
     */
    void create(Path absent);
}
