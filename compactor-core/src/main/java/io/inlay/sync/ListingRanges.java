package io.inlay.sync;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.ResourceTypeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where the rows of a listing lie in a sync: ranges that ascend and do not overlap. */
final class ListingRanges {
    private final Bucket bucket;
    private final SyncId sync;
    private final List<byte[]> prefixes;

    private ListingRanges(Bucket bucket, SyncId sync, Iterable<List<String>> starts) {
        this.bucket = bucket;
        this.sync = sync;
        TreeSet<byte[]> sorted = new TreeSet<>(Keys::compare);
        starts.forEach(start -> sorted.add(prefix(start)));
        this.prefixes = List.copyOf(sorted);
    }

    /** The ranges by the listing's starts alone; INVALID for an element that is no text. */
    static ListingRanges of(Listing<?> listing, SyncId sync) {
        return new ListingRanges(listing.bucket(), sync, listing.starts());
    }

    private byte[] prefix(List<String> start) {
        try {
            return bucket.prefix(sync, start.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new SyncException(SyncException.Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    /** What the keys of the ranges start with, in their order; unmodifiable. */
    List<byte[]> prefixes() {
        return prefixes;
    }

    /** What all keys of the ranges start with. */
    byte[] commonPrefix() {
        return prefixes.size() == 1 ? prefixes.get(0).clone() : prefix(List.of());
    }

    /** The ranges of the rows, less those that the listing's traits rule out. */
    List<KeyRange> ranges(Reader reader, Listing<?> listing) {
        List<byte[]> left =
                listing.traits().isEmpty() ? prefixes : narrowed(listing, typesWith(reader, listing.traits())).prefixes;
        return left.stream().map(KeyRange::prefix).toList();
    }

    /** What of the ranges comes after a key. */
    static List<KeyRange> after(byte[] key, List<KeyRange> ranges) {
        byte[] from = Keys.successor(key);
        List<KeyRange> rest = new ArrayList<>();
        for (KeyRange range : ranges) {
            byte[] until = range.until();
            if (Keys.compare(range.from(), from) >= 0) {
                rest.add(range);
            } else if (until == null || Keys.compare(from, until) < 0) {
                rest.add(KeyRange.of(from, until));
            }
        }
        return rest;
    }

    /** The element that names a resource's type is held to the types; a start that ends before it gets one for each. */
    private ListingRanges narrowed(Listing<?> listing, Set<String> types) {
        int element = bucket == Bucket.RESOURCE ? 0 : 2;
        List<List<String>> starts = new ArrayList<>();
        for (List<String> start : listing.starts()) {
            if (start.size() > element) {
                if (types.contains(start.get(element))) {
                    starts.add(start);
                }
                continue;
            }
            for (String type : types) {
                List<String> longer = new ArrayList<>(start);
                longer.add(type);
                starts.add(longer);
            }
        }
        return new ListingRanges(bucket, sync, starts);
    }

    private Set<String> typesWith(Reader reader, List<String> traits) {
        Set<String> types = new TreeSet<>();
        Listing<ResourceTypeRecord> all = Listing.resourceTypes();
        List<KeyRange> ranges = of(all, sync).ranges(reader, all);
        try (ListingCursor<ResourceTypeRecord> cursor = new ListingCursor<>(reader, sync, all, ranges)) {
            while (cursor.next()) {
                if (cursor.record().getTraitsList().containsAll(traits)) {
                    types.add(cursor.record().getExternalId());
                }
            }
        }
        return types;
    }
}
