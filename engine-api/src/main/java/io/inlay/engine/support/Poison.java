package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Remembers the first failure after which an engine cannot prove what is durable; from then on it takes no write. */
public final class Poison {
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    /**
     * Poisons the engine.
     *
     * @return OUTCOME_UNKNOWN, to be thrown to the caller of the failed operation
     */
    public EngineException outcomeUnknown(String doing, Throwable failure) {
        first.compareAndSet(null, failure);
        return new EngineException(
                Kind.OUTCOME_UNKNOWN,
                doing + " may or may not have happened (" + failure.getMessage() + "); open the engine anew to decide",
                failure);
    }

    public boolean isPoisoned() {
        return first.get() != null;
    }

    /** Throws INTERNAL with the first failure as cause once there is one. */
    public void checkWritable() {
        Throwable failure = first.get();
        if (failure != null) {
            throw new EngineException(
                    Kind.INTERNAL, "the engine takes no writes after a failed one; open it anew", failure);
        }
    }
}
