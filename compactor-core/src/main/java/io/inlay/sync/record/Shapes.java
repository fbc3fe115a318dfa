package io.inlay.sync.record;

import com.google.protobuf.Parser;
import com.google.protobuf.Timestamp;
import io.inlay.sync.key.Bucket;
import org.jspecify.annotations.Nullable;

/** The kinds of records other than grants. */
final class Shapes {
    private Shapes() {}

    static final class ResourceTypes implements Shape<ResourceTypeRecord> {
        @Override
        public Bucket bucket() {
            return Bucket.RESOURCE_TYPE;
        }

        @Override
        public Parser<ResourceTypeRecord> parser() {
            return ResourceTypeRecord.parser();
        }

        @Override
        public void identity(ResourceTypeRecord record, KeyParts parts) {
            parts.add("external_id", record.getExternalId());
        }

        @Override
        public @Nullable Timestamp discoveredAt(ResourceTypeRecord record) {
            return record.hasDiscoveredAt() ? record.getDiscoveredAt() : null;
        }
    }

    static final class Resources implements Shape<ResourceRecord> {
        @Override
        public Bucket bucket() {
            return Bucket.RESOURCE;
        }

        @Override
        public Parser<ResourceRecord> parser() {
            return ResourceRecord.parser();
        }

        @Override
        public void identity(ResourceRecord record, KeyParts parts) {
            parts.add("resource_type_id", record.getResourceTypeId());
            parts.add("resource_id", record.getResourceId());
        }

        @Override
        public void indexRows(ResourceRecord record, RowParts rows) {
            ResourceRef parent = record.getParent();
            if (!parent.getResourceId().isEmpty()) {
                KeyParts row = rows.begin(Bucket.RESOURCE_BY_PARENT);
                row.add("parent.resource_type_id", parent.getResourceTypeId());
                row.add("parent.resource_id", parent.getResourceId());
                identity(record, row);
            }
        }

        @Override
        public @Nullable Timestamp discoveredAt(ResourceRecord record) {
            return record.hasDiscoveredAt() ? record.getDiscoveredAt() : null;
        }
    }

    static final class Entitlements implements Shape<EntitlementRecord> {
        @Override
        public Bucket bucket() {
            return Bucket.ENTITLEMENT;
        }

        @Override
        public Parser<EntitlementRecord> parser() {
            return EntitlementRecord.parser();
        }

        @Override
        public void identity(EntitlementRecord record, KeyParts parts) {
            parts.add("external_id", record.getExternalId());
        }

        @Override
        public void indexRows(EntitlementRecord record, RowParts rows) {
            ResourceRef resource = record.getResource();
            if (!resource.getResourceId().isEmpty()) {
                KeyParts row = rows.begin(Bucket.ENTITLEMENT_BY_RESOURCE);
                row.add("resource.resource_type_id", resource.getResourceTypeId());
                row.add("resource.resource_id", resource.getResourceId());
                identity(record, row);
            }
        }

        @Override
        public @Nullable Timestamp discoveredAt(EntitlementRecord record) {
            return record.hasDiscoveredAt() ? record.getDiscoveredAt() : null;
        }
    }

    static final class Assets implements Shape<AssetRecord> {
        @Override
        public Bucket bucket() {
            return Bucket.ASSET;
        }

        @Override
        public Parser<AssetRecord> parser() {
            return AssetRecord.parser();
        }

        @Override
        public void identity(AssetRecord record, KeyParts parts) {
            parts.add("external_id", record.getExternalId());
        }

        @Override
        public @Nullable Timestamp discoveredAt(AssetRecord record) {
            return record.hasDiscoveredAt() ? record.getDiscoveredAt() : null;
        }

        @Override
        public String syncId(AssetRecord record) {
            return record.getSyncId();
        }
    }

    static final class SyncRuns implements Shape<SyncRunRecord> {
        @Override
        public Bucket bucket() {
            return Bucket.SYNC_RUN;
        }

        @Override
        public Parser<SyncRunRecord> parser() {
            return SyncRunRecord.parser();
        }

        @Override
        public void identity(SyncRunRecord record, KeyParts parts) {}

        @Override
        public void times(SyncRunRecord record, TimeFields times) {
            if (record.hasStartedAt()) {
                times.add("started_at", record.getStartedAt());
            }
            if (record.hasEndedAt()) {
                times.add("ended_at", record.getEndedAt());
            }
        }

        @Override
        public String syncId(SyncRunRecord record) {
            return record.getSyncId();
        }
    }

    static final class Stats implements Shape<SyncStatsRecord> {
        @Override
        public Bucket bucket() {
            return Bucket.STATS;
        }

        @Override
        public Parser<SyncStatsRecord> parser() {
            return SyncStatsRecord.parser();
        }

        @Override
        public void identity(SyncStatsRecord record, KeyParts parts) {}

        @Override
        public void times(SyncStatsRecord record, TimeFields times) {
            if (record.hasWrittenAt()) {
                times.add("written_at", record.getWrittenAt());
            }
        }

        @Override
        public String syncId(SyncStatsRecord record) {
            return record.getSyncId();
        }
    }
}
