package io.inlay.sync.record;

import io.inlay.sync.key.Bucket;
import java.util.Arrays;

/** An element of what leads to the primary key in an index: which part of which reference. */
enum LeadingPart {
    ON_TYPE(ScannedFields.ON, ResourceRef.RESOURCE_TYPE_ID_FIELD_NUMBER),
    ON_ID(ScannedFields.ON, ResourceRef.RESOURCE_ID_FIELD_NUMBER),
    ENTITLEMENT(ScannedFields.ON, EntitlementRef.ENTITLEMENT_ID_FIELD_NUMBER),
    PRINCIPAL_TYPE(ScannedFields.PRINCIPAL, PrincipalRef.RESOURCE_TYPE_ID_FIELD_NUMBER),
    PRINCIPAL_ID(ScannedFields.PRINCIPAL, PrincipalRef.RESOURCE_ID_FIELD_NUMBER);

    private static final LeadingPart[][] BY_INDEX =
            Arrays.stream(Bucket.values()).map(LeadingPart::of).toArray(LeadingPart[][]::new);

    /** Number of the reference. */
    final int ref;
    /** Its field number in the reference. */
    final int field;

    LeadingPart(int ref, int field) {
        this.ref = ref;
        this.field = field;
    }

    /** Those of an index, in order; not to be changed. Of other buckets none. */
    @SuppressWarnings("EnumOrdinal") // a table in memory; nothing is kept
    static LeadingPart[] leading(Bucket index) {
        return BY_INDEX[index.ordinal()];
    }

    private static LeadingPart[] of(Bucket index) {
        return switch (index) {
            case RESOURCE_BY_PARENT, ENTITLEMENT_BY_RESOURCE, GRANT_BY_ENTITLEMENT_RESOURCE ->
                new LeadingPart[] {ON_TYPE, ON_ID};
            case GRANT_BY_ENTITLEMENT -> new LeadingPart[] {ENTITLEMENT, PRINCIPAL_TYPE, PRINCIPAL_ID};
            case GRANT_BY_PRINCIPAL -> new LeadingPart[] {PRINCIPAL_TYPE, PRINCIPAL_ID};
            case GRANT_BY_PRINCIPAL_RESOURCE_TYPE -> new LeadingPart[] {PRINCIPAL_TYPE};
            default -> new LeadingPart[0];
        };
    }
}
