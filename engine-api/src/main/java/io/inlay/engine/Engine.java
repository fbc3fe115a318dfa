package io.inlay.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An ordered store of byte strings in one directory. It has no secondary indexes, no expiry and no transactions across
 * engines. Safe for many threads at once.
 *
 * <p>All writes and commits take effect in one order. What returned before a read began is seen by it, and no read sees a
 * part of a batch or of a replacement. After {@link #close} every call on the engine, its views and its replacements
 * throws CLOSED.
 */
public interface Engine extends Reader, AutoCloseable {
    /** The name under which {@link Engines#open} finds this kind of engine. */
    String name();

    /** The real path of the directory that holds the store. */
    Path directory();

    /** What this engine accepts; fixed while it is open. */
    Limits limits();

    /**
     * Pins the present state.
     *
     * @throws EngineException CLOSED; RETRY when {@link Limits#maxOpenViews} are open
     */
    Snapshot snapshot();

    /**
     * Applies a batch, wholly or not at all; of several operations on a key the last one wins. The batch is not changed and
     * may be used again.
     *
     * @throws EngineException INVALID for a key or value over the limit; READ_ONLY; FULL; CLOSED; OUTCOME_UNKNOWN when it
     *     cannot be proven that nothing happened, and INTERNAL for every write after that until the engine is opened anew
     */
    void write(Batch batch, Durability durability);

    /**
     * Begins a replacement. Nothing is visible before {@link Replacement#commit}.
     *
     * @throws EngineException READ_ONLY; CLOSED; FULL
     */
    Replacement begin();

    /**
     * Makes every write that returned before this call durable.
     *
     * @throws EngineException READ_ONLY; CLOSED; OUTCOME_UNKNOWN as for {@link #write}
     */
    void sync();

    /** Finds what this engine can do beyond the kernel. An absent capability is not emulated. */
    <C extends Capability> Optional<C> find(Class<C> capability);

    /**
     * Closes the engine: new calls get CLOSED at once, long calls are asked to stop, short ones are waited for, then views,
     * replacements and the directory are released. Idempotent.
     *
     * @throws EngineException where the engine tells that relaxed writes may not survive a power loss; it is closed all the same
     */
    @Override
    void close();
}
