package io.inlay.sync.record;

import com.google.protobuf.Parser;
import com.google.protobuf.Timestamp;
import io.inlay.sync.key.Bucket;
import org.jspecify.annotations.Nullable;

/** Grants, with their five indexes. */
final class GrantShape implements Shape<GrantRecord> {
    @Override
    public Bucket bucket() {
        return Bucket.GRANT;
    }

    @Override
    public Parser<GrantRecord> parser() {
        return GrantRecord.parser();
    }

    @Override
    public void identity(GrantRecord record, KeyParts parts) {
        parts.add("external_id", record.getExternalId());
    }

    @Override
    public void indexRows(GrantRecord record, RowParts rows) {
        EntitlementRef entitlement = record.getEntitlement();
        if (record.hasEntitlement() && record.hasPrincipal()) {
            KeyParts row = rows.begin(Bucket.GRANT_BY_ENTITLEMENT);
            row.add("entitlement.entitlement_id", entitlement.getEntitlementId());
            principal(record, row);
            identity(record, row);
        }
        if (!entitlement.getResourceId().isEmpty()) {
            KeyParts row = rows.begin(Bucket.GRANT_BY_ENTITLEMENT_RESOURCE);
            row.add("entitlement.resource_type_id", entitlement.getResourceTypeId());
            row.add("entitlement.resource_id", entitlement.getResourceId());
            identity(record, row);
        }
        if (record.hasPrincipal()) {
            KeyParts row = rows.begin(Bucket.GRANT_BY_PRINCIPAL);
            principal(record, row);
            identity(record, row);
            KeyParts byType = rows.begin(Bucket.GRANT_BY_PRINCIPAL_RESOURCE_TYPE);
            byType.add("principal.resource_type_id", record.getPrincipal().getResourceTypeId());
            identity(record, byType);
        }
        if (record.getNeedsExpansion()) {
            identity(record, rows.begin(Bucket.GRANT_BY_NEEDS_EXPANSION));
        }
    }

    @Override
    public @Nullable Timestamp discoveredAt(GrantRecord record) {
        return record.hasDiscoveredAt() ? record.getDiscoveredAt() : null;
    }

    private static void principal(GrantRecord record, KeyParts row) {
        row.add("principal.resource_type_id", record.getPrincipal().getResourceTypeId());
        row.add("principal.resource_id", record.getPrincipal().getResourceId());
    }
}
