package io.inlay.compactor;

import io.inlay.engine.EngineProvider;
import io.inlay.sync.NewSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Merges syncs of a store into another one of it, drops the result and starts anew, until it is killed. Arguments: engine,
 * directory.
 */
final class MergeForeverJob {
    static final SyncId DEST = SampleAccess.sync(100);
    static final int SOURCES = 3;

    private MergeForeverJob() {}

    public static void main(String[] arguments) {
        EngineProvider provider = TestStores.provider(arguments[0]);
        SyncStore store = TestStores.open(provider, Path.of(arguments[1]));
        print("ready");
        while (true) {
            if (store.find(DEST).isPresent()) {
                store.drop(DEST);
                print("dropped");
            }
            start(store);
            print("started");
            merge(store);
            print("merged");
        }
    }

    static void start(SyncStore store) {
        store.start(NewSync.of(SyncType.SYNC_TYPE_PARTIAL).withId(DEST).startedAt(SampleAccess.NOON));
    }

    static void merge(SyncStore store) {
        CompactorSettings settings = CompactorSettings.defaults()
                .withFanIn(2)
                .withContestedInHeap(100)
                .withClock(Clock.fixed(SampleAccess.NOON, ZoneOffset.UTC));
        List<SyncSource> sources = IntStream.rangeClosed(1, SOURCES)
                .mapToObj(number -> new SyncSource(store, SampleAccess.sync(number)))
                .toList();
        new Compactor(store, settings).merge(sources, DEST);
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
