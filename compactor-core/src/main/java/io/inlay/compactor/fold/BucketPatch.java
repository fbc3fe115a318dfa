package io.inlay.compactor.fold;

import io.inlay.compactor.merge.MergeInput;
import io.inlay.compactor.merge.MergeLimits;
import io.inlay.compactor.merge.SyncMerge;
import io.inlay.compactor.merge.Winners;
import io.inlay.engine.Keys;
import io.inlay.engine.Replacement;
import io.inlay.sync.SyncException;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.KeyText;
import io.inlay.sync.record.DiscoveredAt;
import io.inlay.sync.record.FieldScanner;
import io.inlay.sync.record.IndexScanner;
import io.inlay.sync.record.MalformedRecordException;
import io.inlay.sync.record.StatsTally;
import io.inlay.sync.sort.RowSorter;
import io.inlay.sync.sort.RowSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The patch of the records of one kind and their indexes. For one use by one thread. */
final class BucketPatch {
    /** What is sorted with the key of an index row. */
    private static final ByteBuffer DELETE = ByteBuffer.wrap(new byte[] {0}).asReadOnlyBuffer();

    private static final ByteBuffer PUT = ByteBuffer.wrap(new byte[] {1}).asReadOnlyBuffer();
    private static final ByteBuffer NO_VALUE = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final int CHECK_EVERY = 1024;

    private final Bucket bucket;
    private final List<MergeInput> newer;
    private final MergeInput target;
    private final WorkMonitor monitor;
    private final Replacement replacement;
    private final StatsTally tally;
    private final Map<Bucket, RowSorter> indexRows = new EnumMap<>(Bucket.class);
    private final FieldScanner times = new FieldScanner();
    private final DiscoveredAt time = new DiscoveredAt();
    private final DiscoveredAt storedTime = new DiscoveredAt();
    private final IndexScanner rows = new IndexScanner();
    private final IndexScanner storedRows = new IndexScanner();
    private long added;
    private long replaced;

    BucketPatch(
            Bucket bucket,
            List<MergeInput> newer,
            MergeInput target,
            MergeLimits limits,
            WorkMonitor monitor,
            Replacement replacement,
            StatsTally tally) {
        this.bucket = bucket;
        this.newer = newer;
        this.target = target;
        this.monitor = monitor;
        this.replacement = replacement;
        this.tally = tally;
        for (Bucket index : bucket.indexes()) {
            int memory = limits.sortMemoryBytes() / bucket.indexes().size();
            indexRows.put(index, new RowSorter(memory, replacement.scratch(), limits.fanIn(), monitor::check));
        }
    }

    PatchedBucket stage(SyncMerge merge) {
        List<BucketCount> counts = new ArrayList<>();
        try (OverlayRun run = new OverlayRun(replacement, bucket, target.sync(), monitor);
                Winners candidates = merge.winners(bucket, replacement.scratch())) {
            for (int number = 1; candidates.next(); number++) {
                take(candidates, run);
                if (number % CHECK_EVERY == 0) {
                    monitor.check();
                }
            }
            run.finish().ifPresent(counts::add);
        }
        indexRows.forEach((index, sorter) -> stageIndex(index, sorter, counts));
        return new PatchedBucket(bucket, added, replaced, List.copyOf(counts));
    }

    private void take(Winners candidate, OverlayRun run) {
        byte[] key = Keys.copy(candidate.key());
        byte[] stored = target.view().get(key);
        if (stored == null) {
            add(key, candidate, run);
        } else {
            ByteBuffer old = ByteBuffer.wrap(stored);
            if (wins(key, candidate, old) && !candidate.value().equals(old)) {
                replace(key, candidate, old, run);
            }
        }
    }

    /** Whether the candidate is not older than what is stored: of records of one time that of the target, the last, loses. */
    private boolean wins(byte[] key, Winners candidate, ByteBuffer stored) {
        time(newer.get(candidate.position()), key, candidate.value(), time);
        time(target, key, stored, storedTime);
        return !storedTime.isNewerThan(time);
    }

    private void time(MergeInput owner, byte[] key, ByteBuffer value, DiscoveredAt found) {
        try {
            times.discoveredAt(bucket, value, found);
        } catch (MalformedRecordException e) {
            throw damaged(owner, key, e);
        }
    }

    private void add(byte[] key, Winners candidate, OverlayRun run) {
        enter(key, candidate);
        for (Bucket index : indexRows.keySet()) {
            if (rows.implies(index)) {
                sort(index, rows.row(index, target.sync(), candidate.key()), PUT);
            }
        }
        run.put(candidate.key(), candidate.value());
        added++;
    }

    private void replace(byte[] key, Winners candidate, ByteBuffer stored, OverlayRun run) {
        try {
            tally.remove(bucket, stored);
            storedRows.scan(bucket, stored);
        } catch (MalformedRecordException e) {
            throw damaged(target, key, e);
        }
        enter(key, candidate);
        indexRows.keySet().forEach(index -> replaceRow(index, candidate.key()));
        run.put(candidate.key(), candidate.value());
        replaced++;
    }

    private void enter(byte[] key, Winners candidate) {
        try {
            rows.scan(bucket, candidate.value());
            tally.add(bucket, candidate.value(), rows);
        } catch (MalformedRecordException e) {
            throw damaged(newer.get(candidate.position()), key, e);
        }
    }

    private void replaceRow(Bucket index, ByteBuffer primaryKey) {
        boolean is = rows.implies(index);
        boolean was = storedRows.implies(index);
        if (is && was && rows.leading(index).equals(storedRows.leading(index))) {
            return;
        }
        if (was) {
            sort(index, storedRows.row(index, target.sync(), primaryKey), DELETE);
        }
        if (is) {
            sort(index, rows.row(index, target.sync(), primaryKey), PUT);
        }
    }

    private void sort(Bucket index, ByteBuffer key, ByteBuffer what) {
        RowSorter sorter = indexRows.get(index);
        if (sorter != null) {
            sorter.add(key, what);
        }
    }

    /** No key is given twice: a row tells the record that it stands for, and a record's old and new row differ. */
    private void stageIndex(Bucket index, RowSorter sorter, List<BucketCount> counts) {
        try (OverlayRun run = new OverlayRun(replacement, index, target.sync(), monitor);
                RowSource sorted = sorter.sorted()) {
            while (sorted.next()) {
                if (sorted.value().equals(PUT)) {
                    run.put(sorted.key(), NO_VALUE);
                } else {
                    run.delete(sorted.key());
                }
            }
            run.finish().ifPresent(counts::add);
        }
    }

    private SyncException damaged(MergeInput owner, byte[] key, MalformedRecordException cause) {
        byte[] own = key.clone();
        bucket.rekey(own, owner.sync());
        return new SyncException(
                SyncException.Kind.CORRUPT,
                "damaged row " + KeyText.of(ByteBuffer.wrap(own)) + " of " + owner.name() + ": " + cause.getMessage(),
                cause);
    }
}
