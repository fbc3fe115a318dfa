package io.inlay.engine;

import java.util.function.BooleanSupplier;

/** Reads a whole store and checks all that its format can check. */
public interface Verification extends Capability {
    /**
     * Checks the present state.
     *
     * @param stop asked now and then from the calling thread; true ends the check
     * @return what was checked up to then; a check that was told to stop claims neither structure nor content
     * @throws EngineException CORRUPT naming the file, at the first damage found
     */
    Checked run(BooleanSupplier stop);

    /**
     * What a verification covered.
     *
     * @param entries entries read
     * @param bytes bytes of their keys and values
     * @param structure whether order, references and sizes were checked to the end
     * @param content whether all the bytes themselves were checked against checksums
     */
    record Checked(long entries, long bytes, boolean structure, boolean content) {}
}
