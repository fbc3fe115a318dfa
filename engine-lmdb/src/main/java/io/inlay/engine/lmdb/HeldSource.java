package io.inlay.engine.lmdb;

import io.inlay.engine.support.Views;
import java.nio.file.Path;

/**
 * A version that a reader holds, and whose it is.
 *
 * @param directory of the engine
 * @param hold the reader's own
 * @param views the engine's open views
 */
record HeldSource(Path directory, Versions.Hold hold, Views views) {
    Version version() {
        return hold.version();
    }
}
