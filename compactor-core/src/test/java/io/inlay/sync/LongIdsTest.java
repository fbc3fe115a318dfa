package io.inlay.sync;

import static io.inlay.sync.Samples.asset;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.sync;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.EntitlementRef;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.PrincipalRef;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceRef;
import io.inlay.sync.record.ResourceTypeRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ids of two kibibytes, of bytes that are escaped, in every position of every key. */
class LongIdsTest extends OnEveryEngine {
    private static String id(char kind, int number) {
        return ("\u0000\u0001" + kind).repeat(680) + kind + number;
    }

    private static ResourceRef ref(char kind, int number) {
        return ResourceRef.newBuilder()
                .setResourceTypeId(id('t', number % 2))
                .setResourceId(id(kind, number))
                .build();
    }

    private static ResourceRecord resource(int number, int parent) {
        return ResourceRecord.newBuilder()
                .setResourceTypeId(id('t', number % 2))
                .setResourceId(id('r', number))
                .setParent(ref('p', parent))
                .build();
    }

    private static EntitlementRecord entitlement(int number) {
        return EntitlementRecord.newBuilder()
                .setExternalId(id('e', number))
                .setResource(ref('r', 0))
                .build();
    }

    private static GrantRecord grant(int number, int entitlement) {
        return GrantRecord.newBuilder()
                .setExternalId(id('g', number))
                .setEntitlement(EntitlementRef.newBuilder()
                        .setResourceTypeId(id('t', 0))
                        .setResourceId(id('r', 0))
                        .setEntitlementId(id('e', entitlement)))
                .setPrincipal(
                        PrincipalRef.newBuilder().setResourceTypeId(id('t', 1)).setResourceId(id('u', number)))
                .setNeedsExpansion(number % 2 == 0)
                .build();
    }

    private <M extends MessageLite> void assertListed(Listing<M> listing, List<M> expected) {
        assertThat(list(sync(1), listing)).isEqualTo(expected);
        try (SyncReader reader = store.read(sync(1))) {
            Page<M> page = reader.page(listing, 1, "");
            assertThat(page.records()).isEqualTo(expected.subList(0, 1));
            if (expected.size() > 1) {
                assertThat(reader.page(listing, 1, page.nextToken()).records()).isEqualTo(expected.subList(1, 2));
            }
        }
    }

    @Test
    void K15_ids_of_two_kibibytes_work_in_all_positions() {
        OpenSync open = store.start(full(1));
        ResourceTypeRecord type =
                ResourceTypeRecord.newBuilder().setExternalId(id('t', 0)).build();
        AssetRecord icon =
                asset(id('a', 0), "x").toBuilder().setSyncId(sync(1).toString()).build();
        open.putResourceTypes(List.of(type));
        open.putResources(List.of(resource(0, 0), resource(2, 0)));
        open.putEntitlements(List.of(entitlement(0), entitlement(1)));
        open.putGrants(List.of(grant(0, 1), grant(1, 0), grant(2, 0)));
        open.putAssets(List.of(icon));
        open.putGrants(List.of(grant(0, 0)));
        open.delete(RecordType.GRANT, id('g', 1));

        assertListed(Listing.resourceTypes(), List.of(type));
        assertListed(Listing.resourcesOfType(id('t', 0)), List.of(resource(0, 0), resource(2, 0)));
        assertListed(Listing.resourcesUnder(id('t', 0), id('p', 0)), List.of(resource(0, 0), resource(2, 0)));
        assertListed(Listing.entitlementsOn(id('t', 0), id('r', 0)), List.of(entitlement(0), entitlement(1)));
        assertListed(Listing.grantsOf(id('e', 0)), List.of(grant(0, 0), grant(2, 0)));
        assertListed(Listing.grantsTo(id('t', 1), id('u', 2)), List.of(grant(2, 0)));
        assertListed(Listing.grantsTo(id('t', 1)), List.of(grant(0, 0), grant(2, 0)));
        assertListed(Listing.grantsOn(id('t', 0), id('r', 0)), List.of(grant(0, 0), grant(2, 0)));
        assertListed(Listing.grantsToExpand(), List.of(grant(0, 0), grant(2, 0)));
        assertListed(Listing.assets(), List.of(icon));
        open.finish();
        reopen();
        assertThat(differences()).isEmpty();
        assertThat(store.stats(sync(1)).getGrants()).isEqualTo(2);
    }
}
