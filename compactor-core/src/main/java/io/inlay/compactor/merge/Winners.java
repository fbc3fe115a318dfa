package io.inlay.compactor.merge;

import io.inlay.sync.SyncException;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.DiscoveredAt;
import io.inlay.sync.record.FieldScanner;
import io.inlay.sync.record.MalformedRecordException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of each key of a primary bucket the record of the source that wins it, in the order of the keys: the one discovered last,
 * of several at the same time the one of the earliest source. Keys are those of the sync that is built, values as they are.
 * To be closed; cannot seek. For one thread.
 */
public class Winners extends MergedRows {
    private final Bucket bucket;
    private final List<MergeInput> sources;
    private final KeyedHash hash;
    private final @Nullable ContestedKeys contested;
    private final FieldScanner scanner = new FieldScanner();
    private final int lastPosition;
    private boolean lastHeld;
    private boolean lastKept;
    private DiscoveredAt best = new DiscoveredAt();
    private DiscoveredAt other = new DiscoveredAt();

    /**
     * @param contested takes the winner of every key that several inputs hold, or null
     */
    Winners(
            Bucket bucket,
            List<MergeInput> sources,
            List<RowInput> inputs,
            KeyedHash hash,
            @Nullable ContestedKeys contested) {
        super(inputs);
        this.bucket = bucket;
        this.sources = sources;
        this.hash = hash;
        this.contested = contested;
        this.lastPosition = sources.size() - 1;
    }

    @Override
    public boolean next() {
        if (!advance()) {
            return false;
        }
        if (held() == 1) {
            lastHeld = position() == lastPosition;
            lastKept = lastHeld;
            return true;
        }
        chooseNewest();
        if (contested != null) {
            hashTail();
            contested.put(hash.first(), hash.second(), position());
        }
        return true;
    }

    /** Hashes the elements of the current key. */
    final void hashTail() {
        hash.hash(current().bytes(), bucket.tailOffset(), current().length());
    }

    private void chooseNewest() {
        RowInput winner = current();
        RowInput last = winner;
        for (int i = 0; i < held(); i++) {
            RowInput rival = order().at(i);
            if (rival.position() > last.position()) {
                last = rival;
            }
            read(rival, other);
            int later = i == 0 ? 1 : other.compare(best);
            if (later > 0 || (later == 0 && rival.position() < winner.position())) {
                winner = rival;
                DiscoveredAt spare = best;
                best = other;
                other = spare;
            }
        }
        choose(winner);
        lastHeld = last.position() == lastPosition;
        lastKept =
                lastHeld && (winner.position() == lastPosition || winner.value().equals(last.value()));
    }

    /** Whether the last source holds the current key. Known in the last round only, as it takes part in no other. */
    final boolean isHeldByLast() {
        return lastHeld;
    }

    /** Whether the current record is that of the last source, byte for byte. */
    final boolean isKeptFromLast() {
        return lastKept;
    }

    private void read(RowInput row, DiscoveredAt found) {
        try {
            scanner.discoveredAt(bucket, row.value(), found);
        } catch (MalformedRecordException e) {
            throw Damage.value(bucket, sources.get(row.position()), row, e);
        }
    }

    /** Position of the source that won the current key. */
    public final int position() {
        return current().position();
    }

    /** What to throw for the current record, which cannot be read. */
    final SyncException damaged(MalformedRecordException cause) {
        return Damage.value(bucket, sources.get(position()), current(), cause);
    }
}
