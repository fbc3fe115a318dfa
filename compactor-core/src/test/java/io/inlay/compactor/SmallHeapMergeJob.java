package io.inlay.compactor;

import io.inlay.engine.EngineProvider;
import io.inlay.sync.NewSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.ImportOptions;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.SyncImport;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Imports syncs that overlap by a half with the one before, and merges them. Arguments: engine, directory, number of syncs,
 * number of grants of each.
 */
final class SmallHeapMergeJob {
    private static final SyncId DEST = SampleAccess.sync(100);

    private SmallHeapMergeJob() {}

    public static void main(String[] arguments) {
        EngineProvider provider = TestStores.provider(arguments[0]);
        SyncStore store = TestStores.open(provider, Path.of(arguments[1]));
        int number = Integer.parseInt(arguments[2]);
        int grants = Integer.parseInt(arguments[3]);
        List<SyncSource> sources = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            fill(store, SampleAccess.sync(i), i, grants);
            sources.add(new SyncSource(store, SampleAccess.sync(i)));
        }
        store.start(NewSync.of(SyncType.SYNC_TYPE_FULL).withId(DEST));
        long start = System.nanoTime();
        MergeResult merged = new Compactor(store).merge(sources, DEST);
        long millis = (System.nanoTime() - start) / 1_000_000;
        store.engine().close();
        System.out.println("merged " + merged.records() + " rows, " + merged.contestedKeys() + " contested, in "
                + millis + " ms; rebuilt " + merged.rebuiltIndexes());
    }

    private static void fill(SyncStore store, SyncId sync, int number, int grants) {
        try (SyncImport begun = SyncImport.begin(store, SampleAccess.run(sync), ImportOptions.defaults())) {
            for (int i = 0; i < grants; i++) {
                begun.add(grant(number * (grants / 2) + i, number), i);
            }
            begun.commit();
        }
    }

    private static GrantRecord grant(int i, int source) {
        GrantRecord.Builder grant = GrantRecord.newBuilder().setExternalId("grant-" + i + "-of-some-entitlement");
        grant.getEntitlementBuilder()
                .setResourceTypeId("group")
                .setResourceId("group-" + i % 1000)
                .setEntitlementId("group:group-" + i % 1000 + ":member");
        grant.getPrincipalBuilder().setResourceTypeId("user").setResourceId("user-" + (i + source) % 5000);
        grant.getDiscoveredAtBuilder().setSeconds(i % 7 + source);
        return grant.build();
    }
}
