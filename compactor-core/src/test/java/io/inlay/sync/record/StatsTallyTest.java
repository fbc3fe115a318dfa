package io.inlay.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsTallyTest {
    private static final SyncId SYNC = SyncId.parse("382ghhzNCiaOFvphZGpHFNH43Bh");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final StatsTally tally = new StatsTally();

    @Test
    void counts_equal_those_of_the_decoded_records() {
        RandomRecords records = new RandomRecords(8);
        Map<String, Long> resources = new HashMap<>();
        Map<String, Long> entitlements = new HashMap<>();
        Map<String, Long> grants = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            ResourceRecord resource = records.resource();
            resources.merge(resource.getResourceTypeId(), 1L, Long::sum);
            tally.add(Bucket.RESOURCE, value(resource.toByteArray()));
            EntitlementRecord entitlement = records.entitlement();
            entitlements.merge(entitlement.getResource().getResourceTypeId(), 1L, Long::sum);
            tally.add(Bucket.ENTITLEMENT, value(entitlement.toByteArray()));
            GrantRecord grant = records.grant();
            grants.merge(grant.getEntitlement().getResourceTypeId(), 1L, Long::sum);
            tally.add(Bucket.GRANT, value(grant.toByteArray()));
        }
        tally.add(Bucket.RESOURCE_TYPE, value());
        tally.add(Bucket.RESOURCE_TYPE, value());
        tally.add(Bucket.ASSET, value());
        SyncStatsRecord stats = tally.toRecord(SYNC, NOW);
        assertThat(stats)
                .isEqualTo(SyncStatsRecord.newBuilder()
                        .setSyncId(SYNC.toString())
                        .setResourceTypes(2)
                        .setResources(500)
                        .setEntitlements(500)
                        .setGrants(500)
                        .setAssets(1)
                        .putAllResourcesByResourceType(resources)
                        .putAllEntitlementsByResourceType(entitlements)
                        .putAllGrantsByEntitlementResourceType(grants)
                        .setWrittenAt(Timestamps.of(NOW))
                        .build());
        assertThat(stats.getGrantsByEntitlementResourceTypeMap()).containsKey("");
    }

    @Test
    void removing_what_was_added_and_adding_up_tallies_equal_a_recount() {
        RandomRecords records = new RandomRecords(9);
        List<byte[]> kept = new ArrayList<>();
        StatsTally other = new StatsTally();
        for (int i = 0; i < 300; i++) {
            byte[] grant = records.grant().toByteArray();
            (i % 2 == 0 ? tally : other).add(Bucket.GRANT, value(grant));
            if (i % 3 == 0) {
                (i % 2 == 0 ? tally : other).remove(Bucket.GRANT, value(grant));
            } else {
                kept.add(grant);
            }
        }
        tally.addAll(other);
        StatsTally recount = new StatsTally();
        kept.forEach(grant -> recount.add(Bucket.GRANT, value(grant)));
        assertThat(tally.toRecord(SYNC, NOW)).isEqualTo(recount.toRecord(SYNC, NOW));
        assertThat(tally.total(Bucket.GRANT)).isEqualTo(200);
        kept.forEach(grant -> tally.remove(Bucket.GRANT, value(grant)));
        assertThat(tally.toRecord(SYNC, NOW)).isEqualTo(new StatsTally().toRecord(SYNC, NOW));
    }

    @Test
    void a_malformed_value_is_refused_and_not_counted() {
        for (byte[] bad : List.of(new byte[] {0x12}, new byte[] {0x12, 1, (byte) 0xFF})) {
            assertThatExceptionOfType(MalformedRecordException.class)
                    .isThrownBy(() -> tally.add(Bucket.RESOURCE, value(bad)));
            assertThat(tally.total(Bucket.RESOURCE)).isZero();
        }
    }

    @Test
    void rows_that_are_no_records_are_refused() {
        for (Bucket bucket : List.of(Bucket.GRANT_BY_PRINCIPAL, Bucket.SYNC_RUN, Bucket.STATS)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tally.add(bucket, value()))
                    .withMessage(bucket.label() + " rows are not counted");
        }
    }

    private static ByteBuffer value(byte... bytes) {
        return ByteBuffer.allocateDirect(bytes.length + 1)
                .position(1)
                .put(bytes)
                .flip()
                .position(1);
    }
}
