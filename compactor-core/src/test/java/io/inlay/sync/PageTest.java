package io.inlay.sync;

import static io.inlay.sync.Samples.entitlement;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.resource;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.SyncLifecycleTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageTest extends OnEveryEngine {
    private <M extends MessageLite> List<Page<M>> pages(SyncId sync, Listing<M> listing, int size) {
        List<Page<M>> pages = new ArrayList<>();
        String token = "";
        do {
            // A reader of its own for every page, as callers have that keep nothing but the token.
            try (SyncReader reader = store.read(sync)) {
                pages.add(reader.page(listing, size, token));
            }
            token = pages.get(pages.size() - 1).nextToken();
        } while (!token.isEmpty());
        return pages;
    }

    private <M extends MessageLite> List<M> records(List<Page<M>> pages) {
        return pages.stream().flatMap(page -> page.records().stream()).toList();
    }

    /** P01 */
    @Test
    void every_grant_comes_once_whatever_the_size_of_pages() {
        List<GrantRecord> grants = IntStream.range(0, 250)
                .mapToObj(i -> grant(String.format("g%03d", i), "e" + i % 7, "u" + i % 11))
                .toList();
        store.start(full(1)).putGrants(grants);

        for (int size : new int[] {10, 50, 100, 250, 251}) {
            List<Page<GrantRecord>> pages = pages(sync(1), Listing.grants(), size);
            assertThat(records(pages)).isEqualTo(grants);
            assertThat(pages).hasSize((250 + size - 1) / size);
        }
        assertThat(pages(sync(1), Listing.grants(), 0)).hasSize(1);
        assertThat(pages(sync(1), Listing.grants(), Page.MAX_RECORDS + 1)).hasSize(1);
        for (int entitlement = 0; entitlement < 7; entitlement++) {
            String id = "e" + entitlement;
            assertThat(records(pages(sync(1), Listing.grantsOf(id), 3)))
                    .containsExactlyInAnyOrderElementsOf(grants.stream()
                            .filter(g -> g.getEntitlement().getEntitlementId().equals(id))
                            .toList());
        }
    }

    /** P03, P04 */
    @Test
    void every_resource_and_entitlement_comes_once() {
        List<ResourceRecord> resources = IntStream.range(0, 75)
                .mapToObj(i -> resource("t" + i % 3, "r" + i, "org", "1"))
                .toList();
        List<EntitlementRecord> entitlements = IntStream.range(0, 50)
                .mapToObj(i -> entitlement("e" + i, "app", "a"))
                .toList();
        OpenSync open = store.start(full(1));
        open.putResources(resources);
        open.putEntitlements(entitlements);

        assertThat(records(pages(sync(1), Listing.resources(), 20))).containsExactlyInAnyOrderElementsOf(resources);
        assertThat(records(pages(sync(1), Listing.resourcesUnder("org", "1"), 20)))
                .containsExactlyInAnyOrderElementsOf(resources);
        assertThat(records(pages(sync(1), Listing.entitlements(), 7)))
                .containsExactlyInAnyOrderElementsOf(entitlements);
        assertThat(records(pages(sync(1), Listing.entitlementsOn("app", "a"), 7)))
                .containsExactlyInAnyOrderElementsOf(entitlements);
    }

    /** P09, P10 */
    @Test
    void filters_neither_lose_nor_repeat_a_record() {
        OpenSync open = store.start(full(1));
        for (int i = 0; i < 8; i++) {
            open.putGrants(List.of(grant("u" + i, "e", "user", "p" + i), grant("g" + i, "e", "group", "p" + i)));
        }
        Listing<GrantRecord> users = Listing.grants()
                .where(
                        "principal type in (user)",
                        grant -> Set.of("user").contains(grant.getPrincipal().getResourceTypeId()));

        for (int size = 1; size <= 9; size++) {
            for (Listing<GrantRecord> listing :
                    List.of(users, Listing.grantsOf("e", "user"), Listing.grantsTo("user"))) {
                List<Page<GrantRecord>> pages = pages(sync(1), listing, size);
                assertThat(records(pages))
                        .extracting(GrantRecord::getExternalId)
                        .containsExactly("u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7");
                assertThat(pages).hasSize((8 + size - 1) / size);
            }
        }
    }

    @Test
    void a_token_goes_on_after_its_row_even_when_that_is_gone() {
        OpenSync open = store.start(full(1));
        open.putGrants(List.of(grant("g1", "e", "u"), grant("g2", "e", "u"), grant("g3", "e", "u")));
        String token;
        try (SyncReader reader = store.read(sync(1))) {
            token = reader.page(Listing.grants(), 2, "").nextToken();
        }
        open.delete(RecordType.GRANT, "g2");
        open.putGrants(List.of(grant("g2a", "e", "u")));

        try (SyncReader reader = store.read(sync(1))) {
            assertThat(reader.page(Listing.grants(), 5, token).records())
                    .containsExactly(grant("g2a", "e", "u"), grant("g3", "e", "u"));
        }
    }

    /** P06, P12 */
    @Test
    void a_token_of_another_listing_sync_or_filter_is_refused() {
        for (int n = 1; n <= 2; n++) {
            store.start(full(n))
                    .putGrants(List.of(grant("g1", "e", "u"), grant("g2", "e", "u"), grant("g3", "f", "u")));
        }
        Listing<GrantRecord> filtered = Listing.grantsOf("e").where("all", grant -> true);
        try (SyncReader reader = store.read(sync(1));
                SyncReader other = store.read(sync(2))) {
            String token = reader.page(Listing.grantsOf("e"), 1, "").nextToken();
            assertThat(reader.page(Listing.grantsOf("e"), 1, token).records()).hasSize(1);

            assertBad(other, Listing.grantsOf("e"), token);
            assertBad(reader, Listing.grantsOf("f"), token);
            assertBad(reader, Listing.grantsOf("e", "user"), token);
            assertBad(reader, Listing.grants(), token);
            assertBad(reader, filtered, token);
            assertBad(
                    reader,
                    filtered.where("all", grant -> true),
                    reader.page(filtered, 1, "").nextToken());
            assertBad(
                    reader,
                    Listing.grantsOf("e").where("none", grant -> false),
                    reader.page(filtered, 1, "").nextToken());
            assertBad(reader, Listing.grantsOf("e"), "?");
            assertBad(reader, Listing.grantsOf("e"), "AQ");
            for (int length = 1; length < token.length(); length++) {
                assertBad(reader, Listing.grantsOf("e"), token.substring(0, length));
            }
            for (String padded : List.of(token + "=", token + "==", token + "A", " " + token, token + "\n")) {
                assertBad(reader, Listing.grantsOf("e"), padded);
            }
            byte[] raw = Base64.getUrlDecoder().decode(token);
            for (int i = 0; i < raw.length; i++) {
                byte[] changed = raw.clone();
                changed[i] ^= 4;
                assertBad(
                        reader,
                        Listing.grantsOf("e"),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
            }
            assertRefused(Kind.INVALID, "not -1", () -> reader.page(Listing.grantsOf("e"), -1, ""));
        }
    }

    private static void assertBad(SyncReader reader, Listing<GrantRecord> listing, String token) {
        assertRefused(Kind.BAD_TOKEN, "page token", () -> reader.page(listing, 1, token));
    }
}
