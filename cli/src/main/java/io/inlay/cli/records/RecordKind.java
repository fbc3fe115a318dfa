package io.inlay.cli.records;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Keys;
import io.inlay.sync.record.AssetRecord;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceTypeRecord;
import java.util.List;
import java.util.Locale;

/** A kind of record by the name it has on the command line, as {@code resource-type}, and as columns of a table. */
public enum RecordKind {
    /** Resource types. */
    RESOURCE_TYPE(RecordType.RESOURCE_TYPE, "id", "name") {
        @Override
        List<String> columns(MessageLite record) {
            ResourceTypeRecord type = (ResourceTypeRecord) record;
            return List.of(type.getExternalId(), type.getDisplayName());
        }
    },
    /** Resources. */
    RESOURCE(RecordType.RESOURCE, "type", "id", "name") {
        @Override
        List<String> columns(MessageLite record) {
            ResourceRecord resource = (ResourceRecord) record;
            return List.of(resource.getResourceTypeId(), resource.getResourceId(), resource.getDisplayName());
        }
    },
    /** Entitlements. */
    ENTITLEMENT(RecordType.ENTITLEMENT, "id", "on type", "on resource", "name") {
        @Override
        List<String> columns(MessageLite record) {
            EntitlementRecord entitlement = (EntitlementRecord) record;
            return List.of(
                    entitlement.getExternalId(),
                    entitlement.getResource().getResourceTypeId(),
                    entitlement.getResource().getResourceId(),
                    entitlement.getDisplayName());
        }
    },
    /** Grants. */
    GRANT(RecordType.GRANT, "id", "entitlement", "principal type", "principal") {
        @Override
        List<String> columns(MessageLite record) {
            GrantRecord grant = (GrantRecord) record;
            return List.of(
                    grant.getExternalId(),
                    grant.getEntitlement().getEntitlementId(),
                    grant.getPrincipal().getResourceTypeId(),
                    grant.getPrincipal().getResourceId());
        }
    },
    /** Assets. */
    ASSET(RecordType.ASSET, "id", "content type", "bytes") {
        @Override
        List<String> columns(MessageLite record) {
            AssetRecord asset = (AssetRecord) record;
            return List.of(
                    asset.getExternalId(),
                    asset.getContentType(),
                    String.valueOf(asset.getData().size()));
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // is immutable
    private final RecordType<?> type;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> header;

    RecordKind(RecordType<?> type, String... header) {
        this.type = type;
        this.header = List.of(header);
    }

    /**
     * The kind of a name, singular or plural.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static RecordKind parse(String name) {
        for (RecordKind kind : values()) {
            if (name.equals(kind.toString()) || name.equals(kind + "s")) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of record is called \"" + Keys.printable(name) + "\"; there are "
                + String.join(
                        ", ",
                        List.of(values()).stream().map(RecordKind::toString).toList()));
    }

    /** The kind of what a store calls so. */
    public static RecordKind of(RecordType<?> type) {
        for (RecordKind kind : values()) {
            if (kind.type.equals(type)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(type + " is not a kind of records that are listed");
    }

    /** The kind in the store. */
    public RecordType<?> type() {
        return type;
    }

    /** What the columns are called. */
    public List<String> header() {
        return header;
    }

    abstract List<String> columns(MessageLite record);

    /** The columns of a record of this kind, control characters escaped. */
    public List<String> row(MessageLite record) {
        return columns(record).stream().map(RecordKind::shown).toList();
    }

    private static String shown(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .forEach(c -> safe.append(
                        Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c)));
        return safe.toString();
    }

    /** The name. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
