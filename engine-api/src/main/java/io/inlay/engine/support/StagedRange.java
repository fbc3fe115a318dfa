package io.inlay.engine.support;

import io.inlay.engine.KeyRange;
import org.jspecify.annotations.Nullable;

/**
 * One range of a replacement with its finished run.
 *
 * @param range what is replaced
 * @param mode how
 * @param sink the engine's own sink with the finished run; null for {@link Mode#EMPTY}
 * @param records puts and deletes of the run
 * @param bytes bytes of their keys and values
 */
public record StagedRange<S extends RunSink>(
        KeyRange range, Mode mode, @Nullable S sink, long records, long bytes) {
    /** What becomes of a range. */
    public enum Mode {
        /** It will hold exactly the run. */
        EXCISE,
        /** The run is laid over it. */
        OVERLAY,
        /** It will hold nothing. */
        EMPTY
    }
}
