package io.inlay.sync.diff;

import io.inlay.engine.EngineProvider;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.Bucket;
import java.nio.file.Path;

/** Compares syncs 1 and 2 of a store, decoding what differs. Arguments: engine, store. */
final class SmallHeapDiffJob {
    private SmallHeapDiffJob() {}

    public static void main(String[] arguments) {
        EngineProvider provider = TestStores.provider(arguments[0]);
        SyncStore store = TestStores.open(provider, Path.of(arguments[1]));
        long bytes = 0;
        try (SyncDiff diff =
                SyncDiff.open(store, SampleAccess.sync(1), store, SampleAccess.sync(2), DiffOptions.defaults())) {
            while (diff.next()) {
                bytes += diff.before().map(record -> record.getSerializedSize()).orElse(0);
                bytes += diff.after().map(record -> record.getSerializedSize()).orElse(0);
            }
            System.out.println(diff.counts().get(Bucket.GRANT) + " of " + bytes + " bytes");
        }
        store.engine().close();
    }
}
