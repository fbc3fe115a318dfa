package io.inlay.bench.work.sync;

import com.google.protobuf.MessageLite;
import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.DiscoveredAt;
import io.inlay.sync.record.RecordKeys;
import io.inlay.sync.record.RecordType;
import java.util.ArrayList;
import java.util.List;

/**
 * The merge of the reference implementation (REFERENCE.md, sections 5.1 and 3.4, version 0.12.7 of ConductorOne's baton-sdk), step by
 * step:
 *
 * <ol>
 *   <li>the sources one after the other, in the order of the list; of each the resource types, resources, entitlements and grants;
 *   <li>every record is read in the order of keys and decoded, and gathered with others until there are 1000;
 *   <li>these are put if newer: of each the record stored under its key is looked up; where there is one it is decoded, and unless the
 *       new one was discovered strictly later nothing is done; else its index rows are deleted; then the new record is encoded and put,
 *       and so are its index rows;
 *   <li>the changes of a thousand records are one atomic batch, written where it holds anything.
 * </ol>
 *
 * <p>Two things are cheaper than there: batches are not made durable one by one, but by one sync at the end, and no sync id is put
 * into the values, since ours hold none. As there, run records, statistics and assets are not merged. Keys, index rows and values
 * are made by the same code that makes them in a store. For one thread.
 */
final class IfNewerMerge {
    private static final int PAGE_RECORDS = 1000;
    private static final byte[] NO_VALUE = {};
    private static final List<RecordType<?>> TYPES =
            List.of(RecordType.RESOURCE_TYPE, RecordType.RESOURCE, RecordType.ENTITLEMENT, RecordType.GRANT);

    private final MergeStore target;
    private final SyncId dest;
    private final RecordKeys keys;
    private final DiscoveredAt time = new DiscoveredAt();
    private final DiscoveredAt storedTime = new DiscoveredAt();
    private final Batch batch = new Batch();

    /**
     * @param maxKeyBytes the length of the longest key that the store takes
     */
    IfNewerMerge(MergeStore target, SyncId dest, int maxKeyBytes) {
        this.target = target;
        this.dest = dest;
        this.keys = new RecordKeys(maxKeyBytes);
    }

    /** Merges one more source. */
    void add(Reader source, SyncId sync) {
        for (RecordType<?> type : TYPES) {
            add(type, source, sync);
        }
    }

    private <M extends MessageLite> void add(RecordType<M> type, Reader source, SyncId sync) {
        List<M> page = new ArrayList<>(PAGE_RECORDS);
        try (Cursor rows = source.cursor(SyncRanges.of(type.bucket(), sync), Direction.FORWARD, Access.SCAN)) {
            while (rows.next()) {
                page.add(type.decode(rows.value()));
                if (page.size() == PAGE_RECORDS) {
                    putIfNewer(type, page);
                    page.clear();
                }
            }
        }
        putIfNewer(type, page);
    }

    private <M extends MessageLite> void putIfNewer(RecordType<M> type, List<M> page) {
        batch.clear();
        page.forEach(record -> putIfNewer(type, record));
        if (batch.size() > 0) {
            target.write(batch);
        }
    }

    private <M extends MessageLite> void putIfNewer(RecordType<M> type, M record) {
        byte[] key = Keys.copy(keys.primary(type, dest, record));
        byte[] present = target.get(key);
        if (present != null) {
            M stored = type.decode(present);
            type.discoveredAt(record, time);
            type.discoveredAt(stored, storedTime);
            if (!time.isNewerThan(storedTime)) {
                return;
            }
            keys.indexRows(type, dest, stored, (index, row) -> batch.delete(Keys.copy(row)));
        }
        batch.put(key, type.encode(record));
        keys.indexRows(type, dest, record, (index, row) -> batch.put(Keys.copy(row), NO_VALUE));
    }
}
