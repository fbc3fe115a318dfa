package io.inlay.sync.record;

import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the records of a sync, and its resources, entitlements and grants by resource type.
 *
 * <p>Reads the type from raw values, so that counting a stored record costs no decoding and, once its type is known, no
 * garbage. A record that names no type is counted under the empty text; the counts of a kind by type always add up to its
 * total. Not safe for use by several threads at once; tallies of several threads are added up with {@link #addAll}.
 */
public final class StatsTally {
    private static final Set<Bucket> BY_TYPE =
            Collections.unmodifiableSet(EnumSet.of(Bucket.RESOURCE, Bucket.ENTITLEMENT, Bucket.GRANT));

    private final FieldScanner scanner = new FieldScanner();
    private final Map<Bucket, TypeCounts> byBucket = new EnumMap<>(Bucket.class);

    /** A tally of nothing. */
    public StatsTally() {
        for (RecordType<?> type : RecordType.all()) {
            if (type.bucket().elements() > 0) {
                byBucket.put(type.bucket(), new TypeCounts());
            }
        }
    }

    /**
     * The counts of stored statistics, to go on from.
     *
     * @return nothing when the counts of a kind by type do not add up to its total
     */
    public static Optional<StatsTally> of(SyncStatsRecord stats) {
        StatsTally tally = new StatsTally();
        tally.counts(Bucket.RESOURCE_TYPE).add(stats.getResourceTypes());
        stats.getResourcesByResourceTypeMap().forEach(tally.counts(Bucket.RESOURCE)::add);
        stats.getEntitlementsByResourceTypeMap().forEach(tally.counts(Bucket.ENTITLEMENT)::add);
        stats.getGrantsByEntitlementResourceTypeMap().forEach(tally.counts(Bucket.GRANT)::add);
        tally.counts(Bucket.ASSET).add(stats.getAssets());
        boolean addsUp = tally.total(Bucket.RESOURCE) == stats.getResources()
                && tally.total(Bucket.ENTITLEMENT) == stats.getEntitlements()
                && tally.total(Bucket.GRANT) == stats.getGrants();
        return addsUp ? Optional.of(tally) : Optional.empty();
    }

    /**
     * Counts a stored record.
     *
     * @param bucket resource types, resources, entitlements, grants or assets
     * @throws MalformedRecordException if the value is malformed where the type is read; nothing is counted
     */
    public void add(Bucket bucket, ByteBuffer value) {
        count(bucket, value, 1);
    }

    /**
     * Counts the record that was last scanned.
     *
     * @param bucket the one it was scanned as: resource types, resources, entitlements or grants
     * @param value the scanned value
     * @throws MalformedRecordException if its type is no text; nothing is counted
     */
    public void add(Bucket bucket, ByteBuffer value, IndexScanner scanned) {
        TypeCounts counts = counts(bucket);
        if (isByType(bucket)) {
            counts.add(value, scanned.groupIndex(), scanned.groupLength(), 1);
        } else {
            counts.add(1);
        }
    }

    /**
     * Takes back what counting this record added.
     *
     * @throws MalformedRecordException if the value is malformed where the type is read; nothing is changed
     */
    public void remove(Bucket bucket, ByteBuffer value) {
        count(bucket, value, -1);
    }

    /** Adds what another tally counted. */
    public void addAll(StatsTally other) {
        byBucket.forEach((bucket, counts) -> counts.addAll(other.counts(bucket)));
    }

    /** Number of records counted of a bucket. */
    public long total(Bucket bucket) {
        return counts(bucket).total();
    }

    /** Whether any count is negative: more was taken back than had been counted. */
    public boolean isBelowZero() {
        return byBucket.values().stream().anyMatch(TypeCounts::isBelowZero);
    }

    /** The statistics record of a sync with these counts; counts by type that are zero are left out. */
    public SyncStatsRecord toRecord(SyncId sync, Instant writtenAt) {
        return SyncStatsRecord.newBuilder()
                .setSyncId(sync.toString())
                .setResourceTypes(total(Bucket.RESOURCE_TYPE))
                .setResources(total(Bucket.RESOURCE))
                .setEntitlements(total(Bucket.ENTITLEMENT))
                .setGrants(total(Bucket.GRANT))
                .setAssets(total(Bucket.ASSET))
                .putAllResourcesByResourceType(counts(Bucket.RESOURCE).byType())
                .putAllEntitlementsByResourceType(counts(Bucket.ENTITLEMENT).byType())
                .putAllGrantsByEntitlementResourceType(counts(Bucket.GRANT).byType())
                .setWrittenAt(Timestamps.of(writtenAt))
                .build();
    }

    private void count(Bucket bucket, ByteBuffer value, long records) {
        TypeCounts counts = counts(bucket);
        if (isByType(bucket)) {
            scanner.group(bucket, value);
            counts.add(value, scanner.groupIndex(), scanner.groupLength(), records);
        } else {
            counts.add(records);
        }
    }

    private TypeCounts counts(Bucket bucket) {
        TypeCounts counts = byBucket.get(bucket);
        if (counts == null) {
            throw new IllegalArgumentException(bucket.label() + " rows are not counted");
        }
        return counts;
    }

    private static boolean isByType(Bucket bucket) {
        return BY_TYPE.contains(bucket);
    }
}
