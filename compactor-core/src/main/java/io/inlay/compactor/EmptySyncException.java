package io.inlay.compactor;

import io.inlay.sync.SyncException;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;

/** The source holds no key of the sync. Nothing was changed. Its kind is EMPTY. */
public final class EmptySyncException extends SyncException {
    private static final long serialVersionUID = 1L;

    EmptySyncException(SyncId sync, Path source) {
        super(Kind.EMPTY, "the source in " + source + " holds nothing of sync " + sync);
    }
}
