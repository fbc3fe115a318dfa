package io.inlay.cli.access;

import io.inlay.sync.key.SyncId;
import java.util.Arrays;
import java.util.HexFormat;

/** Ids of records and syncs that rows imply. */
public final class AccessIds {
    private static final int PAYLOAD_BYTES = 16;

    private AccessIds() {}

    /** Joins parts with {@code :}; in each part {@code %} and {@code :} are percent-encoded, so that no two lists share an id. */
    public static String join(String... parts) {
        StringBuilder id = new StringBuilder();
        for (String part : parts) {
            if (id.length() > 0) {
                id.append(':');
            }
            id.append(part.replace("%", "%25").replace(":", "%3A"));
        }
        return id.toString();
    }

    /** The sync id of a snapshot: its second and the first 16 bytes of its commit's hash. */
    public static SyncId syncId(AccessHeader header) {
        byte[] hash = HexFormat.of().parseHex(header.commit());
        return SyncId.of(header.time(), Arrays.copyOf(hash, PAYLOAD_BYTES));
    }
}
