package io.inlay.sync;

import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.sync;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.sync.record.EntitlementRef;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.PrincipalRef;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random puts, if-newer puts, deletes and resumes of grants, against a map (G10, G12 of the reference). */
class RandomSyncTest extends OnEveryEngine {
    private static final String[] PARTS = {"", "a", "b", "ab", "a\u0000", "\u0001", "é", "x".repeat(2000)};

    private final TreeMap<String, GrantRecord> expected = new TreeMap<>();
    private Random random = new Random();
    private OpenSync open;

    @Test
    void a_sync_equals_a_map_after_any_operations() {
        for (int n = 1; n <= 6; n++) {
            random = new Random(n);
            expected.clear();
            open = store.start(full(n));
            for (int step = 0; step < 60; step++) {
                change();
            }
            assertEqual(n);
            open.finish();
            assertThat(store.stats(sync(n)).getGrants()).isEqualTo(expected.size());
        }
        assertThat(differences()).isEmpty();
    }

    private void change() {
        switch (random.nextInt(8)) {
            case 0 -> {
                String id = id();
                assertThat(open.delete(RecordType.GRANT, id)).isEqualTo(expected.remove(id) != null);
            }
            case 1 -> open = store.resume(open.id());
            case 2, 3 -> {
                List<GrantRecord> grants = grants();
                open.putIfNewer(RecordType.GRANT, grants);
                grants.forEach(grant ->
                        expected.merge(grant.getExternalId(), grant, (old, in) -> isNewer(in, old) ? in : old));
            }
            default -> {
                List<GrantRecord> grants = grants();
                open.putGrants(grants);
                grants.forEach(grant -> expected.put(grant.getExternalId(), grant));
            }
        }
    }

    private static boolean isNewer(GrantRecord in, GrantRecord old) {
        return in.hasDiscoveredAt()
                && (!old.hasDiscoveredAt()
                        || in.getDiscoveredAt().getSeconds()
                                > old.getDiscoveredAt().getSeconds());
    }

    private void assertEqual(int n) {
        assertThat(list(sync(n), Listing.grants()).stream()
                        .map(GrantRecord::getExternalId)
                        .toList())
                .hasSameElementsAs(expected.keySet());
        for (String part : PARTS) {
            assertListed(
                    n,
                    Listing.grantsOf(part),
                    g -> g.hasEntitlement()
                            && g.hasPrincipal()
                            && g.getEntitlement().getEntitlementId().equals(part));
            assertListed(
                    n,
                    Listing.grantsTo(part),
                    g -> g.hasPrincipal()
                            && g.getPrincipal().getResourceTypeId().equals(part));
            assertListed(
                    n,
                    Listing.grantsTo("a", part),
                    g -> g.hasPrincipal()
                            && g.getPrincipal().getResourceTypeId().equals("a")
                            && g.getPrincipal().getResourceId().equals(part));
        }
        assertListed(n, Listing.grantsToExpand(), GrantRecord::getNeedsExpansion);
        List<String> some = Stream.generate(this::part).limit(random.nextInt(6)).toList();
        assertListed(
                n,
                Listing.grantsOfAny(some),
                g -> g.hasEntitlement()
                        && g.hasPrincipal()
                        && !g.getEntitlement().getEntitlementId().isEmpty()
                        && some.contains(g.getEntitlement().getEntitlementId()));
        assertListed(
                n,
                Listing.grantsOf("a", some),
                g -> g.hasEntitlement()
                        && g.hasPrincipal()
                        && g.getEntitlement().getEntitlementId().equals("a")
                        && some.contains(g.getPrincipal().getResourceTypeId()));
    }

    private void assertListed(int n, Listing<GrantRecord> listing, Predicate<GrantRecord> belongs) {
        List<GrantRecord> paged = new ArrayList<>();
        try (SyncReader reader = store.read(sync(n))) {
            String token = "";
            do {
                Page<GrantRecord> page = reader.page(listing, 3, token);
                paged.addAll(page.records());
                token = page.nextToken();
            } while (!token.isEmpty());
        }
        assertThat(paged)
                .as("seed %d, %s", n, listing.bucket())
                .isEqualTo(list(sync(n), listing))
                .containsExactlyInAnyOrderElementsOf(
                        expected.values().stream().filter(belongs).toList());
    }

    private List<GrantRecord> grants() {
        List<GrantRecord> grants = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            grants.add(grant());
        }
        return grants;
    }

    private String id() {
        return "g" + random.nextInt(12) + part();
    }

    private String part() {
        return PARTS[random.nextInt(PARTS.length)];
    }

    private GrantRecord grant() {
        GrantRecord.Builder grant = GrantRecord.newBuilder().setExternalId(id());
        if (random.nextInt(5) > 0) {
            grant.setEntitlement(EntitlementRef.newBuilder()
                    .setResourceTypeId(part())
                    .setResourceId(part())
                    .setEntitlementId(part()));
        }
        if (random.nextInt(5) > 0) {
            grant.setPrincipal(
                    PrincipalRef.newBuilder().setResourceTypeId(part()).setResourceId(part()));
        }
        if (random.nextInt(3) > 0) {
            grant.setDiscoveredAt(Timestamps.of(Instant.ofEpochSecond(random.nextInt(5) - 2)));
        }
        return grant.setNeedsExpansion(random.nextInt(4) == 0).build();
    }
}
