package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.inlay.engine.EngineProvider;
import io.inlay.sync.Listing;
import io.inlay.sync.NewSync;
import io.inlay.sync.OpenSync;
import io.inlay.sync.SyncReader;
import io.inlay.sync.SyncStore;
import io.inlay.sync.SyncVerifier;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceRef;
import io.inlay.sync.record.ResourceTypeRecord;
import io.inlay.sync.record.SyncType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Syncs of a store of every engine, merged into another sync of it. */
@ParameterizedClass
@MethodSource("io.inlay.sync.bulk.TestStores#providers")
abstract class MergeCase {
    static final SyncId DEST = SampleAccess.sync(100);

    static final Instant WRITTEN = Instant.parse("2026-03-02T00:00:00Z");

    static final CompactorSettings SETTINGS =
            CompactorSettings.defaults().withClock(Clock.fixed(WRITTEN, ZoneOffset.UTC));

    static final SyncType FULL = SyncType.SYNC_TYPE_FULL;

    static final SyncType PARTIAL = SyncType.SYNC_TYPE_PARTIAL;

    static final SyncType RESOURCES = SyncType.SYNC_TYPE_RESOURCES_ONLY;

    @Parameter
    EngineProvider provider;

    @TempDir
    Path directory;

    SyncStore store;

    int made;

    @BeforeEach
    void open() {
        store = TestStores.open(provider, directory.resolve("store"));
    }

    @AfterEach
    void close() {
        store.engine().close();
    }

    MergeResult merge(CompactorSettings settings, SyncSource... sources) {
        return merge(settings, List.of(sources));
    }

    MergeResult merge(CompactorSettings settings, List<SyncSource> sources) {
        start();
        return new Compactor(store, settings).merge(sources, DEST);
    }

    OpenSync start() {
        return store.start(NewSync.of(PARTIAL).withId(DEST).startedAt(SampleAccess.NOON));
    }

    /** A finished sync of the store that ended so many seconds after noon. */
    SyncSource source(SyncType type, int ended, MessageLite... records) {
        OpenSync open =
                store.start(NewSync.of(type).withId(SampleAccess.sync(++made)).startedAt(SampleAccess.NOON));
        for (MessageLite record : records) {
            SampleAccess.put(open, record);
        }
        open.finish(SampleAccess.NOON.plusSeconds(ended));
        return new SyncSource(store, open.id());
    }

    List<GrantRecord> grants() {
        List<GrantRecord> grants = new ArrayList<>();
        try (SyncReader reader = store.read(DEST);
                var cursor = reader.list(Listing.grants())) {
            while (cursor.next()) {
                grants.add(cursor.record());
            }
        }
        return grants;
    }

    void assertSound() {
        List<Object> differences = new ArrayList<>();
        new SyncVerifier(store.engine(), differences::add).verify(DEST);
        assertThat(differences).isEmpty();
    }

    static Timestamp.Builder seconds(long seconds) {
        return Timestamp.newBuilder().setSeconds(seconds);
    }

    static GrantRecord grant(String id, long seconds) {
        return grant(id, seconds, "u");
    }

    static GrantRecord grant(String id, @Nullable Long seconds, String principal) {
        GrantRecord.Builder grant = GrantRecord.newBuilder().setExternalId(id);
        grant.getEntitlementBuilder()
                .setResourceTypeId("group")
                .setResourceId("g")
                .setEntitlementId("e");
        grant.getPrincipalBuilder().setResourceTypeId("user").setResourceId(principal);
        if (seconds != null) {
            grant.setDiscoveredAt(seconds(seconds));
        }
        return grant.build();
    }

    static EntitlementRecord entitlement(String id, String type, long seconds) {
        return EntitlementRecord.newBuilder()
                .setExternalId(id)
                .setResource(ResourceRef.newBuilder().setResourceTypeId(type).setResourceId("r"))
                .setDiscoveredAt(seconds(seconds))
                .build();
    }

    static MessageLite[] allKinds(String text, long seconds) {
        return allKinds(text.length() == 1 ? text : "same", text, seconds);
    }

    /** A record of each kind with one id. */
    static MessageLite[] allKinds(String id, String text, long seconds) {
        return new MessageLite[] {
            ResourceTypeRecord.newBuilder()
                    .setExternalId(id)
                    .setDisplayName(text)
                    .setDiscoveredAt(seconds(seconds))
                    .build(),
            ResourceRecord.newBuilder()
                    .setResourceTypeId("type")
                    .setResourceId(id)
                    .setParent(
                            ResourceRef.newBuilder().setResourceTypeId("type").setResourceId("parent"))
                    .setDescription(text)
                    .setDiscoveredAt(seconds(seconds))
                    .build(),
            entitlement(id, text, seconds),
            grant(id, seconds, text)
        };
    }
}
