package io.inlay.sync;

import static io.inlay.sync.Samples.asset;
import static io.inlay.sync.Samples.entitlement;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.resource;
import static io.inlay.sync.Samples.seen;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.Samples.toExpand;
import static io.inlay.sync.Samples.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.MessageLite;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.tck.decorate.FaultingEngine;
import io.inlay.engine.tck.decorate.FaultingEngine.Call;
import io.inlay.sync.record.DiscoveredAt;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading, whatever is read: it changes nothing, makes nothing up, and a failure of it is a failure. */
class ReadingTest extends OnEveryEngine {
    private static final List<Function<SyncStore, Object>> READS = List.of(
            SyncStore::runs,
            store -> store.find(sync(1)).orElseThrow(),
            store -> store.latestFinished().orElseThrow(),
            store -> store.latestUnfinished(Instant.EPOCH).isPresent(),
            store -> store.stats(sync(1)),
            store -> read(store, reader -> reader.get(RecordType.GRANT, "g1").orElseThrow()),
            store -> read(store, reader -> reader.get(RecordType.RESOURCE, "user", "nobody")),
            store -> read(store, reader -> all(reader, Listing.grantsOf("e"))),
            store -> read(store, reader -> all(reader, Listing.resourcesUnder("org", "1"))),
            store -> read(store, reader -> all(reader, Listing.grantsToExpand())),
            store -> read(store, reader -> all(reader, Listing.assets())),
            store -> read(store, reader -> {
                Page<GrantRecord> first = reader.page(Listing.grants(), 1, "");
                return reader.page(Listing.grants(), 1, first.nextToken()).records();
            }),
            store -> SyncStats.count(store.engine(), sync(1)).toRecord(sync(1), Instant.EPOCH),
            store -> {
                List<Difference> found = new ArrayList<>();
                new SyncVerifier(store.engine(), found::add).verifyAll();
                return found;
            });

    private static <T> T read(SyncStore store, Function<SyncReader, T> what) {
        try (SyncReader reader = store.read(sync(1))) {
            return what.apply(reader);
        }
    }

    private static <M extends MessageLite> List<M> all(SyncReader reader, Listing<M> listing) {
        List<M> records = new ArrayList<>();
        try (RecordCursor<M> cursor = reader.list(listing)) {
            while (cursor.next()) {
                records.add(cursor.record());
            }
        }
        return records;
    }

    @BeforeEach
    void fill() {
        OpenSync open = store.start(full(1));
        open.putResourceTypes(List.of(type("user")));
        open.putResources(List.of(resource("org", "1"), resource("user", "u", "org", "1")));
        open.putEntitlements(List.of(entitlement("e", "app", "a")));
        open.putGrants(List.of(seen(grant("g1", "e", "u"), 7), toExpand(grant("g2", "e", "u"))));
        open.putAssets(List.of(asset("a", "x")));
        open.finish();
    }

    @Test
    void L11_reading_changes_nothing() {
        Map<String, String> before = dump(KeyRange.all());
        READS.forEach(read -> assertThat(read.apply(store)).isNotNull());
        assertThat(dump(KeyRange.all())).isEqualTo(before);
    }

    @Test
    void L08_a_record_without_time_is_read_without_one() {
        DiscoveredAt time = new DiscoveredAt();
        GrantRecord grant =
                read(store, reader -> reader.get(RecordType.GRANT, "g2").orElseThrow());
        RecordType.GRANT.discoveredAt(grant, time);
        assertThat(grant.hasDiscoveredAt()).isFalse();
        assertThat(time.isPresent()).isFalse();
        assertThat(list(sync(1), Listing.grantsToExpand())).containsExactly(grant);
    }

    @Test
    void L07_a_failure_of_the_engine_is_a_failure_of_the_read_wherever_it_comes() {
        FaultingEngine faulting = new FaultingEngine(engine);
        SyncStore faulty = SyncStore.open(faulting);
        for (int i = 0; i < READS.size(); i++) {
            Function<SyncStore, Object> read = READS.get(i);
            Object right = read.apply(store);
            for (Call call : List.of(Call.GET, Call.OPEN_VIEW, Call.MOVE)) {
                long before = faulting.calls(call);
                assertThat(read.apply(faulty)).isEqualTo(right);
                long calls = faulting.calls(call) - before;
                for (long nth = 1; nth <= calls; nth++) {
                    faulting.fail(call, nth, EngineException.Kind.CORRUPT);
                    assertThatExceptionOfType(EngineException.class)
                            .as("read %s, %s of %s %s", i, nth, calls, call)
                            .isThrownBy(() -> read.apply(faulty))
                            .matches(e -> e.kind() == EngineException.Kind.CORRUPT);
                }
            }
        }
        assertThat(faulting.isArmed()).isFalse();
    }
}
