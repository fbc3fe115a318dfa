package io.inlay.compactor;

import io.inlay.engine.EngineProvider;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.ImportOptions;
import io.inlay.sync.bulk.ImportResult;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.SyncImport;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;

/** Imports a large sync into a source and compacts it into a base. Arguments: engine, directory, number of grants. */
final class SmallHeapJob {
    private static final SyncId SYNC = SampleAccess.sync(1);

    private SmallHeapJob() {}

    public static void main(String[] arguments) {
        EngineProvider provider = TestStores.provider(arguments[0]);
        Path directory = Path.of(arguments[1]);
        SyncStore source = TestStores.open(provider, directory.resolve("source"));
        SyncStore base = TestStores.open(provider, directory.resolve("base"));
        ImportResult imported = fill(source, new SampleAccess(1, Integer.parseInt(arguments[2])));
        fill(base, new SampleAccess(2, Integer.parseInt(arguments[2]) / 4));
        CompactResult compacted = new Compactor(base).compact(source, SYNC);
        base.engine().close();
        source.engine().close();
        System.out.println("imported " + imported.records() + " rows, " + imported.spilledFiles()
                + " spills, compacted " + compacted.records() + " rows");
    }

    private static ImportResult fill(SyncStore store, SampleAccess sample) {
        try (SyncImport begun = SyncImport.begin(store, SampleAccess.run(SYNC), ImportOptions.defaults())) {
            sample.forEach(SYNC, (record, line) -> SampleAccess.add(begun, record, line));
            return begun.commit();
        }
    }
}
