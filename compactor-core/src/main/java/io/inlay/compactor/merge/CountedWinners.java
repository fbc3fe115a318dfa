package io.inlay.compactor.merge;

import io.inlay.sync.key.Bucket;
import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.IndexScanner;
import io.inlay.sync.record.MalformedRecordException;
import io.inlay.sync.record.StatsTally;
import io.inlay.sync.sort.RowSorter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Winners that are counted as they pass, by source and for statistics, with the index rows that they imply. */
final class CountedWinners extends Winners {
    private static final ByteBuffer NO_VALUE = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Bucket bucket;
    private final SyncId dest;
    private final KeyedHash hash;
    private final StatsTally tally;
    private final long[] won;
    private final Bucket[] summedIndexes;
    private final RowSum[] sums;
    private final LeadHash[] leads;
    private final Bucket[] derivedIndexes;
    private final RowSorter[] sorters;
    private final IndexScanner scanner = new IndexScanner();
    private long heldByLast;
    private long keptFromLast;

    /**
     * @param contested takes the winner of every key that several inputs hold, or null
     * @param won counts the keys of each source
     * @param implied takes sums of rows, for each index that goes over from the sources
     * @param derived takes the rows of each index that is made anew
     */
    CountedWinners(
            Bucket bucket,
            List<MergeInput> sources,
            SyncId dest,
            List<RowInput> inputs,
            KeyedHash hash,
            @Nullable ContestedKeys contested,
            StatsTally tally,
            long[] won,
            Map<Bucket, RowSum> implied,
            Map<Bucket, RowSorter> derived) {
        super(bucket, sources, inputs, hash, contested);
        this.bucket = bucket;
        this.dest = dest;
        this.hash = hash;
        this.tally = tally;
        this.won = won;
        this.summedIndexes = implied.keySet().toArray(Bucket[]::new);
        this.sums = implied.values().toArray(RowSum[]::new);
        this.leads =
                Stream.generate(() -> new LeadHash(hash)).limit(sums.length).toArray(LeadHash[]::new);
        this.derivedIndexes = derived.keySet().toArray(Bucket[]::new);
        this.sorters = derived.values().toArray(RowSorter[]::new);
    }

    @Override
    public boolean next() {
        if (!super.next()) {
            return false;
        }
        won[position()]++;
        if (isHeldByLast()) {
            heldByLast++;
        }
        if (isKeptFromLast()) {
            keptFromLast++;
        }
        try {
            ByteBuffer record = value();
            scanner.scan(bucket, record);
            tally.add(bucket, record, scanner);
        } catch (MalformedRecordException e) {
            throw damaged(e);
        }
        if (sums.length > 0) {
            sum();
        }
        for (int i = 0; i < sorters.length; i++) {
            if (scanner.implies(derivedIndexes[i])) {
                sorters[i].add(scanner.row(derivedIndexes[i], dest, key()), NO_VALUE);
            }
        }
        return true;
    }

    /** What became of the records of the last source, as far as it was read. */
    LastSource last() {
        return new LastSource(heldByLast, keptFromLast);
    }

    private void sum() {
        hashTail();
        long first = hash.first();
        long second = hash.second();
        for (int i = 0; i < sums.length; i++) {
            if (scanner.implies(summedIndexes[i])) {
                int length = scanner.findLeading(summedIndexes[i]);
                leads[i].hash(scanner.leadingBytes(), 0, length);
                sums[i].add(first, second, leads[i].first(), leads[i].second());
            }
        }
    }
}
