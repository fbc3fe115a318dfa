package io.inlay.sync.record;

import io.inlay.sync.key.Bucket;
import java.util.Arrays;

/**
 * What {@link IndexScanner} reads in the records of a bucket, and which indexes have a row under which condition. In tables, not
 * branches: the same code serves all buckets, so that it is compiled once and not anew for each bucket met later.
 */
@SuppressWarnings("EnumOrdinal") // a table in memory; nothing is kept
final class ScannedFields {
    /** Number of the reference to what the record is about. */
    static final int ON = 0;
    /** Number of the reference to the principal. */
    static final int PRINCIPAL = 1;
    /** Number of what holds the record's own resource type. */
    static final int OWN = 2;

    private static final int NONE = WireReader.tag(0, WireReader.LENGTH_DELIMITED);
    private static final ScannedFields[] BY_BUCKET =
            Arrays.stream(Bucket.values()).map(ScannedFields::new).toArray(ScannedFields[]::new);

    /** Tag of the reference to what the record is about: a parent, a resource or an entitlement; matches nothing if there is none. */
    final int on;
    /** Tag of the reference to a principal, likewise. */
    final int principal;
    /** Tag of the flag by which a grant is still to be expanded, likewise. */
    final int needsExpansion;
    /** Tag of the record's own resource type, likewise. */
    final int ownType;
    /** Number of the reference by whose resource type the record is counted. */
    final int counted;

    /** Indexes that have a row if the reference names an id, as {@link #set} of them. */
    final int impliedByOnId;
    /** Those that have a row if both references are there. */
    final int impliedByBoth;
    /** Those that have a row if there is a principal. */
    final int impliedByPrincipal;
    /** Those that have a row if the record needs expansion. */
    final int impliedByFlag;

    private ScannedFields(Bucket bucket) {
        boolean isGrant = bucket == Bucket.GRANT;
        on = switch (bucket) {
            case RESOURCE -> message(ResourceRecord.PARENT_FIELD_NUMBER);
            case ENTITLEMENT -> message(EntitlementRecord.RESOURCE_FIELD_NUMBER);
            case GRANT -> message(GrantRecord.ENTITLEMENT_FIELD_NUMBER);
            default -> NONE;
        };
        principal = isGrant ? message(GrantRecord.PRINCIPAL_FIELD_NUMBER) : NONE;
        needsExpansion = isGrant ? WireReader.tag(GrantRecord.NEEDS_EXPANSION_FIELD_NUMBER, WireReader.VARINT) : NONE;
        ownType = bucket == Bucket.RESOURCE ? message(ResourceRecord.RESOURCE_TYPE_ID_FIELD_NUMBER) : NONE;
        counted = bucket == Bucket.ENTITLEMENT || isGrant ? ON : OWN;
        impliedByOnId = switch (bucket) {
            case RESOURCE -> set(Bucket.RESOURCE_BY_PARENT);
            case ENTITLEMENT -> set(Bucket.ENTITLEMENT_BY_RESOURCE);
            case GRANT -> set(Bucket.GRANT_BY_ENTITLEMENT_RESOURCE);
            default -> 0;
        };
        impliedByBoth = isGrant ? set(Bucket.GRANT_BY_ENTITLEMENT) : 0;
        impliedByPrincipal =
                isGrant ? set(Bucket.GRANT_BY_PRINCIPAL) | set(Bucket.GRANT_BY_PRINCIPAL_RESOURCE_TYPE) : 0;
        impliedByFlag = isGrant ? set(Bucket.GRANT_BY_NEEDS_EXPANSION) : 0;
    }

    static ScannedFields of(Bucket bucket) {
        return BY_BUCKET[bucket.ordinal()];
    }

    /** A set of one bucket, a bit for each. */
    static int set(Bucket bucket) {
        return 1 << bucket.ordinal();
    }

    private static int message(int field) {
        return WireReader.tag(field, WireReader.LENGTH_DELIMITED);
    }
}
