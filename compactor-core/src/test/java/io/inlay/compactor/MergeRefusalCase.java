package io.inlay.compactor;

import io.inlay.sync.NewSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Four sources in two stores and a sync of the base that is there to take them. */
abstract class MergeRefusalCase extends RefusalCase {
    static final SyncId DEST = SampleAccess.sync(100);

    static final MergeOptions DEFAULTS = MergeOptions.defaults();

    Compactor compactor;

    List<SyncSource> sources = List.of();

    @BeforeEach
    void open() {
        CompactorSettings settings =
                CompactorSettings.defaults().withSliceRecords(20).withFanIn(2);
        compactor = new Compactor(base, settings);
        for (int i = 1; i <= 3; i++) {
            TestStores.fill(source, SampleAccess.sync(i), new SampleAccess(i, 60));
        }
        TestStores.fill(base, SampleAccess.sync(9), new SampleAccess(4, 40));
        sources = new ArrayList<>(inSource(source));
        sources.add(new SyncSource(base, SampleAccess.sync(9)));
        start(DEST);
        remember();
    }

    static List<SyncSource> inSource(SyncStore store) {
        return List.of(
                new SyncSource(store, SampleAccess.sync(1)),
                new SyncSource(store, SampleAccess.sync(2)),
                new SyncSource(store, SampleAccess.sync(3)));
    }

    void merge() {
        compactor.merge(sources, DEST);
    }

    void start(SyncId sync) {
        base.start(NewSync.of(SyncType.SYNC_TYPE_PARTIAL).withId(sync).startedAt(SampleAccess.NOON));
    }

    List<SyncSource> hooked(HookedEngine.Hook hook) {
        return inSource(SyncStore.open(new HookedEngine(source.engine(), hook)));
    }

    static byte[] grant(String id) {
        return RecordType.GRANT.encode(
                GrantRecord.newBuilder().setExternalId(id).build());
    }
}
