package io.inlay.compactor;

import io.inlay.engine.EngineProvider;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import java.nio.file.Path;
import java.util.Map;

/** Compacts two sources into a base in turns until it is killed. Arguments: engine, base, first source, second source. */
final class CompactForeverJob {
    private CompactForeverJob() {}

    public static void main(String[] arguments) {
        EngineProvider provider = TestStores.provider(arguments[0]);
        SyncStore base = TestStores.open(provider, Path.of(arguments[1]));
        SyncStore[] sources = {source(provider, arguments[2]), source(provider, arguments[3])};
        Compactor compactor = new Compactor(base);
        print("ready");
        for (int i = 0; ; i++) {
            compactor.compact(sources[i % 2], SampleAccess.sync(1));
            print("" + i % 2);
        }
    }

    private static SyncStore source(EngineProvider provider, String directory) {
        return SyncStore.open(provider.open(Path.of(directory), Map.of("readOnly", "true")));
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
