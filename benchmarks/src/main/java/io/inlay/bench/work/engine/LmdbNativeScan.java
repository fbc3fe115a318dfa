package io.inlay.bench.work.engine;

import java.nio.file.Path;
import java.util.Map;
import org.lmdbjava.TargetName;

/** The loop over LMDB's C API: {@code mdb_cursor_get} with {@code MDB_NEXT}. */
public final class LmdbNativeScan extends NativeScan {
    /** Makes the work. */
    public LmdbNativeScan() {
        super("lmdb", "LmdbLoop");
    }

    @Override
    Map.Entry<Class<?>, String> library() {
        return Map.entry(TargetName.class, "/" + TargetName.RESOLVED_FILENAME);
    }

    @Override
    Path opened(Path store) {
        return store;
    }
}
