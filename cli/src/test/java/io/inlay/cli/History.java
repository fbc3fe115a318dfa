package io.inlay.cli;

import com.google.protobuf.Timestamp;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/** Small syncs in stores, for tests of what is done with several. Sync n starts at hour n and takes half an hour. */
final class History {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private History() {}

    static SyncId id(int number) {
        byte[] payload = new byte[SyncId.PAYLOAD_BYTES];
        payload[0] = (byte) number;
        return SyncId.of(start(number), payload);
    }

    private static Instant start(int number) {
        return START.plusSeconds(3600L * number);
    }

    /** A finished sync whose grants, found when it started, belong to these people. */
    static SyncId put(Path store, String engine, int number, SyncType type, String... people) {
        try (Engine opened = Engines.open(engine, store, Map.of())) {
            OpenSync sync = begin(SyncStore.open(opened), number, type, people);
            sync.finish(start(number).plusSeconds(1800));
            return sync.id();
        }
    }

    /** The same, not finished. */
    static SyncId leaveOpen(Path store, String engine, int number, SyncType type, String... people) {
        try (Engine opened = Engines.open(engine, store, Map.of())) {
            return begin(SyncStore.open(opened), number, type, people).id();
        }
    }

    private static OpenSync begin(SyncStore store, int number, SyncType type, String... people) {
        OpenSync sync = store.start(NewSync.of(type).withId(id(number)).startedAt(start(number)));
        sync.putGrants(Stream.of(people).map(person -> grant(person, number)).toList());
        return sync;
    }

    static GrantRecord grant(String person, int number) {
        GrantRecord.Builder grant = GrantRecord.newBuilder().setExternalId(person);
        grant.getEntitlementBuilder()
                .setEntitlementId("e" + number)
                .setResourceTypeId("role")
                .setResourceId("r");
        grant.getPrincipalBuilder().setResourceTypeId("user").setResourceId(person);
        return grant.setDiscoveredAt(
                        Timestamp.newBuilder().setSeconds(start(number).getEpochSecond()))
                .build();
    }
}
