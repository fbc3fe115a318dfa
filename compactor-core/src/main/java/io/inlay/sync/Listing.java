package io.inlay.sync;

import com.google.protobuf.MessageLite;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceTypeRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which records of a sync are asked for, and in which order: those of one bucket, primary or index, that share leading
 * elements of its key, or have the leading elements of one of several starts, perhaps thinned by filters. Records come in
 * the order of the bucket's keys, whatever the order in which starts were given. Immutable; belongs to no sync.
 *
 * @param <M> the kind of record
 */
public final class Listing<M extends MessageLite> {
    private final RecordType<M> type;
    private final Bucket bucket;
    private final List<List<String>> starts;
    private final List<String> traits;
    private final List<Filter<M>> filters;

    /** A condition on records, and what it is called in page tokens. */
    private record Filter<M>(String description, Predicate<? super M> condition) {}

    private Listing(
            RecordType<M> type,
            Bucket bucket,
            List<List<String>> starts,
            List<String> traits,
            List<Filter<M>> filters) {
        this.type = type;
        this.bucket = bucket;
        this.starts = starts;
        this.traits = traits;
        this.filters = filters;
    }

    private static <M extends MessageLite> Listing<M> by(RecordType<M> type, Bucket bucket, String... leading) {
        return byAny(type, bucket, Stream.of(List.of(leading)));
    }

    private static <M extends MessageLite> Listing<M> byAny(
            RecordType<M> type, Bucket bucket, Stream<List<String>> starts) {
        return new Listing<>(type, bucket, starts.distinct().toList(), List.of(), List.of());
    }

    /** All resource types, by id. */
    public static Listing<ResourceTypeRecord> resourceTypes() {
        return by(RecordType.RESOURCE_TYPE, Bucket.RESOURCE_TYPE);
    }

    /** All resources, by type and id. */
    public static Listing<ResourceRecord> resources() {
        return by(RecordType.RESOURCE, Bucket.RESOURCE);
    }

    /** The resources of a type, by id. */
    public static Listing<ResourceRecord> resourcesOfType(String resourceType) {
        return by(RecordType.RESOURCE, Bucket.RESOURCE, resourceType);
    }

    /** The resources that have a certain parent, by type and id. */
    public static Listing<ResourceRecord> resourcesUnder(String parentType, String parentId) {
        return by(RecordType.RESOURCE, Bucket.RESOURCE_BY_PARENT, parentType, parentId);
    }

    /** The resources of a type that have a certain parent, by id. */
    public static Listing<ResourceRecord> resourcesUnder(String parentType, String parentId, String resourceType) {
        return by(RecordType.RESOURCE, Bucket.RESOURCE_BY_PARENT, parentType, parentId, resourceType);
    }

    /**
     * Of a listing of resources those whose type has a trait, besides those it is to have already. Which types these are is
     * looked up in the sync when the listing is walked or paged; only their rows are read.
     *
     * @param trait as types name it, as {@code USER}
     */
    public static Listing<ResourceRecord> withTrait(String trait, Listing<ResourceRecord> resources) {
        List<String> more = new ArrayList<>(resources.traits);
        more.add(trait);
        return new Listing<>(resources.type, resources.bucket, resources.starts, List.copyOf(more), resources.filters);
    }

    /** All entitlements, by id. */
    public static Listing<EntitlementRecord> entitlements() {
        return by(RecordType.ENTITLEMENT, Bucket.ENTITLEMENT);
    }

    /** The entitlements on a resource, by id. */
    public static Listing<EntitlementRecord> entitlementsOn(String resourceType, String resourceId) {
        return by(RecordType.ENTITLEMENT, Bucket.ENTITLEMENT_BY_RESOURCE, resourceType, resourceId);
    }

    /** All grants, by id. */
    public static Listing<GrantRecord> grants() {
        return by(RecordType.GRANT, Bucket.GRANT);
    }

    /** The grants of an entitlement, by principal and id. */
    public static Listing<GrantRecord> grantsOf(String entitlementId) {
        return by(RecordType.GRANT, Bucket.GRANT_BY_ENTITLEMENT, entitlementId);
    }

    /** The grants of an entitlement to principals of a type, by principal and id. */
    public static Listing<GrantRecord> grantsOf(String entitlementId, String principalType) {
        return by(RecordType.GRANT, Bucket.GRANT_BY_ENTITLEMENT, entitlementId, principalType);
    }

    /** The grants of an entitlement to a principal, by id. */
    public static Listing<GrantRecord> grantsOf(String entitlementId, String principalType, String principalId) {
        return by(RecordType.GRANT, Bucket.GRANT_BY_ENTITLEMENT, entitlementId, principalType, principalId);
    }

    /** The grants of an entitlement to principals of several types, by principal and id; of no type there are none. */
    public static Listing<GrantRecord> grantsOf(String entitlementId, Collection<String> principalTypes) {
        return byAny(
                RecordType.GRANT,
                Bucket.GRANT_BY_ENTITLEMENT,
                principalTypes.stream().map(type -> List.of(entitlementId, type)));
    }

    /**
     * The grants of several entitlements, by entitlement, principal and id; an empty id stands for none. The same ids in
     * another order, or repeated, are the same listing; more or fewer are another one, whose page tokens are not good for this.
     */
    public static Listing<GrantRecord> grantsOfAny(Collection<String> entitlementIds) {
        return byAny(
                RecordType.GRANT,
                Bucket.GRANT_BY_ENTITLEMENT,
                entitlementIds.stream().filter(id -> !id.isEmpty()).map(List::of));
    }

    /** The grants of all entitlements on a resource, by id. */
    public static Listing<GrantRecord> grantsOn(String resourceType, String resourceId) {
        return by(RecordType.GRANT, Bucket.GRANT_BY_ENTITLEMENT_RESOURCE, resourceType, resourceId);
    }

    /** The grants to a principal, by id. */
    public static Listing<GrantRecord> grantsTo(String principalType, String principalId) {
        return by(RecordType.GRANT, Bucket.GRANT_BY_PRINCIPAL, principalType, principalId);
    }

    /** The grants to all principals of a type, by id. */
    public static Listing<GrantRecord> grantsTo(String principalType) {
        return by(RecordType.GRANT, Bucket.GRANT_BY_PRINCIPAL_RESOURCE_TYPE, principalType);
    }

    /** The grants marked as still to be expanded, by id. */
    public static Listing<GrantRecord> grantsToExpand() {
        return by(RecordType.GRANT, Bucket.GRANT_BY_NEEDS_EXPANSION);
    }

    /** The grants marked as still to be expanded that say from what, by id. */
    public static Listing<GrantRecord> pendingExpansions() {
        return grantsToExpand().where("has an expansion", GrantRecord::hasExpansion);
    }

    /** All assets, by id. */
    public static Listing<AssetRecord> assets() {
        return by(RecordType.ASSET, Bucket.ASSET);
    }

    /**
     * Those of this listing that meet a condition.
     *
     * @param description tells the condition apart from every other one that listings are filtered by, its arguments
     *     included, as {@code principal type in (user, bot)}: a page token goes with it
     * @param condition gives the same answer for the same record every time
     */
    public Listing<M> where(String description, Predicate<? super M> condition) {
        List<Filter<M>> more = new ArrayList<>(filters);
        more.add(new Filter<>(description, condition));
        return new Listing<>(type, bucket, starts, traits, List.copyOf(more));
    }

    RecordType<M> type() {
        return type;
    }

    Bucket bucket() {
        return bucket;
    }

    /** The leading elements of the listing's rows: each row has those of one of them. */
    List<List<String>> starts() {
        return starts;
    }

    /** What the resource types of the listing's rows must have; unmodifiable, mostly empty. */
    List<String> traits() {
        return traits;
    }

    boolean accepts(M record) {
        return filters.stream().allMatch(filter -> filter.condition().test(record));
    }

    /** Everything that tells this listing from others of the same sync, but for bucket and starts. */
    List<String> conditions() {
        List<String> all = new ArrayList<>();
        traits.forEach(trait -> all.add("trait " + trait));
        filters.forEach(filter -> all.add("filter " + filter.description()));
        return all;
    }
}
