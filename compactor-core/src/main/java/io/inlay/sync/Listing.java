package io.inlay.sync;

import com.google.protobuf.MessageLite;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceTypeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which records of a sync are asked for, and in which order: those of one bucket, primary or index, that share leading
 * elements of its key, perhaps thinned by filters. Records come in the order of the bucket's keys. Immutable; belongs to
 * no sync.
 *
 * @param <M> the kind of record
 */
public final class Listing<M extends MessageLite> {
    private final RecordType<M> type;
    private final Bucket bucket;
    private final List<String> leading;
    private final List<Filter<M>> filters;

    /** A condition on records, and what it is called in page tokens. */
    private record Filter<M>(String description, Predicate<? super M> condition) {}

    private Listing(RecordType<M> type, Bucket bucket, List<String> leading, List<Filter<M>> filters) {
        this.type = type;
        this.bucket = bucket;
        this.leading = leading;
        this.filters = filters;
    }

    private static <M extends MessageLite> Listing<M> by(RecordType<M> type, Bucket bucket, String... leading) {
        return new Listing<>(type, bucket, List.of(leading), List.of());
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

    /** The grants still to be expanded, by id. */
    public static Listing<GrantRecord> grantsToExpand() {
        return by(RecordType.GRANT, Bucket.GRANT_BY_NEEDS_EXPANSION);
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
        return new Listing<>(type, bucket, leading, List.copyOf(more));
    }

    RecordType<M> type() {
        return type;
    }

    Bucket bucket() {
        return bucket;
    }

    /** What all keys of the listing start with; INVALID for an element that is no text. */
    byte[] prefix(SyncId sync) {
        try {
            return bucket.prefix(sync, leading.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new SyncException(SyncException.Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    boolean accepts(M record) {
        return filters.stream().allMatch(filter -> filter.condition().test(record));
    }

    /** Everything that tells this listing from others of the same sync, but for the elements in its prefix. */
    List<String> filterDescriptions() {
        return filters.stream().map(Filter::description).toList();
    }
}
