package io.inlay.cli.records;

import io.inlay.cli.store.UsageException;
import io.inlay.sync.Listing;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which records of a kind are listed: options that together choose one of the indexes. */
@SuppressWarnings("NullAway.Init") // fields are set by picocli
public final class RecordFilter {
    private static final String TYPE = "--resource-type";
    private static final String RESOURCE = "--resource";
    private static final String PARENT_TYPE = "--parent-type";
    private static final String PARENT = "--parent";
    private static final String ENTITLEMENT = "--entitlement";
    private static final String PRINCIPAL_TYPE = "--principal-type";
    private static final String PRINCIPAL = "--principal";
    private static final String NEEDS_EXPANSION = "--needs-expansion";

    @Option(names = TYPE, paramLabel = "ID", description = "Of this resource type, or on a resource of it.")
    private @Nullable String type;

    @Option(names = RESOURCE, paramLabel = "ID", description = "On this resource; goes with --resource-type.")
    private @Nullable String resource;

    @Option(names = PARENT_TYPE, paramLabel = "ID", description = "The type of the parent; goes with --parent.")
    private @Nullable String parentType;

    @Option(names = PARENT, paramLabel = "ID", description = "Under this resource; goes with --parent-type.")
    private @Nullable String parent;

    @Option(names = ENTITLEMENT, paramLabel = "ID", description = "Of this entitlement.")
    private @Nullable String entitlement;

    @Option(names = PRINCIPAL_TYPE, paramLabel = "ID", description = "To principals of this type.")
    private @Nullable String principalType;

    @Option(names = PRINCIPAL, paramLabel = "ID", description = "To this principal; goes with --principal-type.")
    private @Nullable String principal;

    @Option(names = NEEDS_EXPANSION, description = "Still to be expanded.")
    private boolean needsExpansion;

    /** A way to list records of a kind, and the options it takes. */
    private record Way(Set<String> options, Supplier<Listing<?>> listing) {}

    /**
     * The listing of a kind that the options choose.
     *
     * @throws UsageException where there is none; the message tells which options there are
     */
    public Listing<?> listing(RecordKind kind) {
        Set<String> given = given();
        List<Way> ways = ways(kind);
        for (Way way : ways) {
            if (way.options.equals(given)) {
                return way.listing.get();
            }
        }
        throw new UsageException(kind + "s are not listed by " + String.join(" with ", given) + " but by "
                + ways.stream()
                        .map(way -> way.options.isEmpty() ? "nothing" : String.join(" with ", way.options))
                        .collect(Collectors.joining(", or by ")));
    }

    private Set<String> given() {
        Map<String, Boolean> all = new TreeMap<>();
        all.put(TYPE, type != null);
        all.put(RESOURCE, resource != null);
        all.put(PARENT_TYPE, parentType != null);
        all.put(PARENT, parent != null);
        all.put(ENTITLEMENT, entitlement != null);
        all.put(PRINCIPAL_TYPE, principalType != null);
        all.put(PRINCIPAL, principal != null);
        all.put(NEEDS_EXPANSION, needsExpansion);
        all.values().removeIf(isGiven -> !isGiven);
        return all.keySet();
    }

    private List<Way> ways(RecordKind kind) {
        return switch (kind) {
            case RESOURCE_TYPE -> List.of(way(Listing::resourceTypes));
            case RESOURCE ->
                List.of(
                        way(Listing::resources),
                        way(() -> Listing.resourcesOfType(of(type)), TYPE),
                        way(() -> Listing.resourcesUnder(of(parentType), of(parent)), PARENT_TYPE, PARENT),
                        way(
                                () -> Listing.resourcesUnder(of(parentType), of(parent), of(type)),
                                PARENT_TYPE,
                                PARENT,
                                TYPE));
            case ENTITLEMENT ->
                List.of(
                        way(Listing::entitlements),
                        way(() -> Listing.entitlementsOn(of(type), of(resource)), TYPE, RESOURCE));
            case GRANT -> grantWays();
            case ASSET -> List.of(way(Listing::assets));
        };
    }

    private List<Way> grantWays() {
        return List.of(
                way(Listing::grants),
                way(() -> Listing.grantsOf(of(entitlement)), ENTITLEMENT),
                way(() -> Listing.grantsOf(of(entitlement), of(principalType)), ENTITLEMENT, PRINCIPAL_TYPE),
                way(
                        () -> Listing.grantsOf(of(entitlement), of(principalType), of(principal)),
                        ENTITLEMENT,
                        PRINCIPAL_TYPE,
                        PRINCIPAL),
                way(() -> Listing.grantsOn(of(type), of(resource)), TYPE, RESOURCE),
                way(() -> Listing.grantsTo(of(principalType), of(principal)), PRINCIPAL_TYPE, PRINCIPAL),
                way(() -> Listing.grantsTo(of(principalType)), PRINCIPAL_TYPE),
                way(Listing::grantsToExpand, NEEDS_EXPANSION));
    }

    private static Way way(Supplier<Listing<?>> listing, String... options) {
        return new Way(new TreeSet<>(List.of(options)), listing);
    }

    private static String of(@Nullable String given) {
        return Objects.requireNonNull(given);
    }
}
