package io.inlay.engine;

import java.util.function.BooleanSupplier;

/** Gives back disk space that overwritten, deleted and replaced entries still take. */
public interface Reclaim extends Capability {
    /**
     * Works until the range holds no reclaimable garbage or until told to stop. What open views still see is kept.
     *
     * @param stop asked now and then from the calling thread; before any of the work for the first time; true ends the work
     * @return whether the work was completed, false where it was told to stop
     */
    boolean run(KeyRange range, BooleanSupplier stop);
}
