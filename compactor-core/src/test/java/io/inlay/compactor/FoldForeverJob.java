package io.inlay.compactor;

import io.inlay.engine.EngineProvider;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Folds one newer sync after the other into sync 1 of a base, by patch and rebuild in turns, and prints each one's number. Then
 * it waits to be killed. Arguments: engine, base, source, first number, last number.
 */
final class FoldForeverJob {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-04-01T00:00:00Z"), ZoneOffset.UTC);

    private FoldForeverJob() {}

    public static void main(String[] arguments) throws IOException {
        EngineProvider provider = TestStores.provider(arguments[0]);
        SyncStore base = TestStores.open(provider, Path.of(arguments[1]));
        SyncStore source = SyncStore.open(provider.open(Path.of(arguments[2]), Map.of("readOnly", "true")));
        print("ready");
        for (int number = Integer.parseInt(arguments[3]); number <= Integer.parseInt(arguments[4]); number++) {
            fold(base, source, number);
            print("" + number);
        }
        System.in.read(); // which nobody writes to
    }

    static FoldResult fold(SyncStore base, SyncStore source, int number) {
        FoldStrategy strategy = number % 2 == 0 ? FoldStrategy.PATCH : FoldStrategy.REBUILD;
        return new Compactor(base, CompactorSettings.defaults().withClock(CLOCK))
                .fold(
                        SampleAccess.sync(1),
                        List.of(new SyncSource(source, SampleAccess.sync(number))),
                        FoldOptions.defaults().withStrategy(strategy));
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
