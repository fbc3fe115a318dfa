package io.inlay.sync;

import com.google.protobuf.MessageLite;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.engine.Snapshot;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.RecordType;
import io.inlay.sync.record.SyncStatsRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sync in one state of a store, for reading. Whatever is written or replaced later, all its answers agree. Safe for
 * many threads at once. After {@link #close}, or that of the engine, calls get CLOSED.
 */
public final class SyncReader implements AutoCloseable {
    private final Reader reader;
    private final SyncRun run;
    private final @Nullable Snapshot owned;

    private SyncReader(Reader reader, SyncRun run, @Nullable Snapshot owned) {
        this.reader = reader;
        this.run = run;
        this.owned = owned;
    }

    /**
     * Reads a sync in a snapshot that the caller keeps open, and closes.
     *
     * @throws SyncException NOT_FOUND; CORRUPT when its run record is damaged
     * @throws io.inlay.engine.EngineException as the snapshot's
     */
    public static SyncReader of(Snapshot snapshot, SyncId sync) {
        return new SyncReader(snapshot, SyncRun.get(snapshot, sync), null);
    }

    static SyncReader owning(Snapshot snapshot, SyncRun run) {
        return new SyncReader(snapshot, run, snapshot);
    }

    /** The course of the sync. */
    public SyncRun run() {
        return run;
    }

    /**
     * The statistics stored with the sync's end, or counted now where there are none.
     *
     * @throws SyncException CORRUPT when a record is damaged
     * @throws io.inlay.engine.EngineException as the engine's reads
     */
    public SyncStatsRecord stats() {
        return SyncStats.find(reader, run.id())
                .orElseGet(() -> SyncStats.count(reader, run.id()).toRecord(run.id(), Instant.now()));
    }

    /**
     * A record by its identity, if it is there.
     *
     * @param identity the external id, or type and id of a resource
     * @throws SyncException INVALID for a wrong number of parts; CORRUPT when the record is damaged
     * @throws io.inlay.engine.EngineException as {@link Reader#get}
     */
    public <M extends MessageLite> Optional<M> get(RecordType<M> type, String... identity) {
        byte[] key = Stored.key(type, run.id(), identity);
        byte[] value = reader.get(key);
        return value == null
                ? Optional.empty()
                : Optional.of(Stored.decode(type, ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
    }

    /**
     * Several records by their identities.
     *
     * @param identities of each the parts: the external id, or type and id of a resource
     * @return in the order of the request, without those that are not there; unmodifiable
     * @throws SyncException INVALID for a wrong number of parts; CORRUPT when a record is damaged
     * @throws io.inlay.engine.EngineException as {@link Reader#get}
     */
    public <M extends MessageLite> List<M> getAll(RecordType<M> type, Collection<List<String>> identities) {
        return identities.stream()
                .flatMap(identity -> get(type, identity.toArray(String[]::new)).stream())
                .toList();
    }

    /**
     * Walks a listing. An index row without the record it stands for is passed over.
     *
     * @return to be closed
     * @throws SyncException INVALID for an argument of the listing that is no text
     * @throws io.inlay.engine.EngineException as {@link Reader#cursor}
     */
    public <M extends MessageLite> RecordCursor<M> list(Listing<M> listing) {
        List<KeyRange> ranges = ListingRanges.of(listing, run.id()).ranges(reader, listing);
        return new ListingCursor<>(reader, run.id(), listing, ranges);
    }

    /**
     * A page of a listing. Following the tokens yields every record once that is there all the while, and the same order.
     *
     * @param size how many records at most; 0, or more than {@link Page#MAX_RECORDS}, means that many
     * @param token of the page before, from any reader of the same sync; empty for the first page
     * @throws SyncException INVALID for a negative size or an argument of the listing that is no text; BAD_TOKEN for a token that is not of this listing; CORRUPT when a
     *     record is damaged
     * @throws io.inlay.engine.EngineException as {@link Reader#cursor}
     */
    public <M extends MessageLite> Page<M> page(Listing<M> listing, int size, String token) {
        if (size < 0) {
            throw new SyncException(
                    SyncException.Kind.INVALID, "a page has 1 to " + Page.MAX_RECORDS + " records, not " + size);
        }
        int limit = size == 0 ? Page.MAX_RECORDS : Math.min(size, Page.MAX_RECORDS);
        ListingRanges ranges = ListingRanges.of(listing, run.id());
        List<KeyRange> rest = rest(listing, ranges, token);
        try (ListingCursor<M> cursor = new ListingCursor<>(reader, run.id(), listing, rest)) {
            List<M> records = new ArrayList<>();
            byte[] last = {};
            while (cursor.next()) {
                if (records.size() == limit) {
                    return new Page<>(records, PageToken.encode(listing, ranges, last));
                }
                records.add(cursor.record());
                last = records.size() == limit ? cursor.rowKey() : last;
            }
            return new Page<>(records, "");
        }
    }

    private List<KeyRange> rest(Listing<?> listing, ListingRanges ranges, String token) {
        if (token.isEmpty()) {
            return ranges.ranges(reader, listing);
        }
        byte[] last = PageToken.decode(listing, ranges, token);
        return ListingRanges.after(last, ranges.ranges(reader, listing));
    }

    /** Releases the state that a reader of {@link SyncStore#read} is pinned to. Idempotent; never throws. */
    @Override
    public void close() {
        if (owned != null) {
            owned.close();
        }
    }
}
