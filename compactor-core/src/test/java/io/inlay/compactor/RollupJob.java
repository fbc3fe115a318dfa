package io.inlay.compactor;

import io.inlay.engine.EngineProvider;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.Progress;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rolls up and prints a line whenever it begins to commit. Then it waits to be killed. Arguments: engine, base, source, number of
 * syncs.
 */
final class RollupJob {
    private static Phase last = Phase.CHECK;

    private RollupJob() {}

    public static void main(String[] arguments) throws IOException {
        EngineProvider provider = TestStores.provider(arguments[0]);
        SyncStore base = TestStores.open(provider, Path.of(arguments[1]));
        SyncStore source = SyncStore.open(provider.open(Path.of(arguments[2]), Map.of("readOnly", "true")));
        new Compactor(base)
                .rollup(
                        source,
                        syncs(Integer.parseInt(arguments[3])),
                        CompactOptions.defaults().withControl(WorkControl.none().withListener(RollupJob::told)));
        System.in.read(); // which nobody writes to
    }

    static List<SyncId> syncs(int number) {
        return IntStream.rangeClosed(1, number).mapToObj(SampleAccess::sync).toList();
    }

    private static void told(Progress progress) {
        if (progress.phase() != last && progress.phase() == Phase.COMMIT) {
            System.out.println("commit");
            System.out.flush();
        }
        last = progress.phase();
    }
}
