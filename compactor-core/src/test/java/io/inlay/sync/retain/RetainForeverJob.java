package io.inlay.sync.retain;

import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.ImportOptions;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.SyncImport;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.Timestamps;
import java.nio.file.Path;

/** Imports four syncs and keeps the last, over and over, until it is killed. Arguments: engine, store, first number. */
final class RetainForeverJob {
    static final int GRANTS = 300;
    static final int BATCH = 4;

    private RetainForeverJob() {}

    public static void main(String[] arguments) {
        SyncStore store = TestStores.open(TestStores.provider(arguments[0]), Path.of(arguments[1]));
        Retention retention = new Retention(store, RetentionPolicy.defaults().withFullSyncs(1));
        for (int number = Integer.parseInt(arguments[2]); ; number++) {
            fill(store, number);
            if (number % BATCH == 0) {
                retention.run(WorkControl.none());
                System.out.println(number);
                System.out.println("retained");
            }
        }
    }

    private static void fill(SyncStore store, int number) {
        SyncId sync = SampleAccess.sync(number);
        SyncRunRecord run = SampleAccess.run(sync).toBuilder()
                .setStartedAt(Timestamps.of(SampleAccess.NOON.plusSeconds(number)))
                .setEndedAt(Timestamps.of(SampleAccess.NOON.plusSeconds(number)))
                .build();
        try (SyncImport begun = SyncImport.begin(store, run, ImportOptions.defaults())) {
            new SampleAccess(number, GRANTS).forEach(sync, (record, line) -> SampleAccess.add(begun, record, line));
            begun.commit();
        }
    }
}
