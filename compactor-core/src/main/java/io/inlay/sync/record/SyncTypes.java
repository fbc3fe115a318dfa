package io.inlay.sync.record;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The words for what a sync claims to hold, and which syncs may be compacted. */
public final class SyncTypes {
    private static final String PREFIX = "SYNC_TYPE_";
    private static final List<SyncType> NAMED = List.of(
            SyncType.SYNC_TYPE_FULL,
            SyncType.SYNC_TYPE_PARTIAL,
            SyncType.SYNC_TYPE_RESOURCES_ONLY,
            SyncType.SYNC_TYPE_PARTIAL_UPSERTS,
            SyncType.SYNC_TYPE_PARTIAL_DELETIONS);

    private SyncTypes() {}

    /** The word for a type, as {@code resources_only}; empty if unspecified, {@code unrecognized} if of a newer schema. */
    public static String text(SyncType type) {
        if (type == SyncType.SYNC_TYPE_UNSPECIFIED) {
            return "";
        }
        String name = type.name();
        return (name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name).toLowerCase(Locale.ROOT);
    }

    /**
     * The type of a word, which {@link #text} gave.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static SyncType parse(String text) {
        if (text.isEmpty()) {
            return SyncType.SYNC_TYPE_UNSPECIFIED;
        }
        for (SyncType type : NAMED) {
            if (text(type).equals(text)) {
                return type;
            }
        }
        List<String> words = NAMED.stream().map(SyncTypes::text).toList();
        throw new IllegalArgumentException("no sync type \"" + text + "\", there are " + String.join(", ", words));
    }

    /** Whether syncs of the type may be an input of a compaction: full, partial and resources only. */
    public static boolean isCompactable(SyncType type) {
        return type == SyncType.SYNC_TYPE_FULL
                || type == SyncType.SYNC_TYPE_PARTIAL
                || type == SyncType.SYNC_TYPE_RESOURCES_ONLY;
    }

    /** Whether syncs of the type are half of a diff: upserts and deletions. */
    public static boolean isDiff(SyncType type) {
        return type == SyncType.SYNC_TYPE_PARTIAL_UPSERTS || type == SyncType.SYNC_TYPE_PARTIAL_DELETIONS;
    }

    /**
     * What a union of syncs of these types claims to hold: full if one of them is, else resources only if one of them is,
     * else partial if there is any, else unspecified. Types that are not compactable count for nothing.
     */
    public static SyncType union(Collection<SyncType> types) {
        return Stream.of(SyncType.SYNC_TYPE_FULL, SyncType.SYNC_TYPE_RESOURCES_ONLY, SyncType.SYNC_TYPE_PARTIAL)
                .filter(types::contains)
                .findFirst()
                .orElse(SyncType.SYNC_TYPE_UNSPECIFIED);
    }
}
