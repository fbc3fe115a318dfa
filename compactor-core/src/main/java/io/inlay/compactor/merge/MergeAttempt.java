package io.inlay.compactor.merge;

import io.inlay.compactor.stage.SyncStaging;
import io.inlay.engine.Cursor;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.StatsTally;
import io.inlay.sync.sort.RowSorter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * One attempt to stage a merge, with certain indexes made from the winners and all others from the sources' rows, which takes
 * the table of who won the keys that several sources hold. It is filled as the records are staged. Records and then indexes
 * are staged in parts, so that all threads have work. For one use.
 */
final class MergeAttempt {
    /** The smallest first, so that what is compiled for the largest has met every case, the end of the rows among them. */
    private static final List<Bucket> PRIMARIES =
            List.of(Bucket.RESOURCE_TYPE, Bucket.RESOURCE, Bucket.ENTITLEMENT, Bucket.GRANT);

    private final SyncMerge merge;
    private final MergeLimits limits;
    private final Replacement replacement;
    private final Path scratch;
    private final Set<Bucket> derived;
    private final SyncStaging staging;
    private final AtomicInteger heapLeft;
    private final KeyedHash hash = KeyedHash.random();

    private final Set<Bucket> strays = EnumSet.noneOf(Bucket.class);
    private final StatsTally tally = new StatsTally();
    private final Map<Bucket, LastSource> last = new EnumMap<>(Bucket.class);
    private final long[] won;
    private List<BucketCount> counts = List.of();
    private long contested;
    private int rounds = 1;

    MergeAttempt(SyncMerge merge, Replacement replacement, Set<Bucket> derived) {
        this.merge = merge;
        this.limits = merge.limits();
        this.replacement = replacement;
        this.scratch = replacement.scratch();
        this.derived = derived;
        this.staging =
                new SyncStaging(replacement, merge.dest(), limits.threads(), limits.sliceRecords(), merge.monitor());
        this.heapLeft = new AtomicInteger(limits.contestedInHeap());
        this.won = new long[merge.sources().size()];
    }

    /** Stages everything. All threads have ended when it returns or throws. */
    void run() {
        List<PrimaryMerge> merges = PRIMARIES.stream().map(PrimaryMerge::new).toList();
        merges.forEach(each -> staging.submit(each::begin));
        counts = staging.await();
        merges.forEach(PrimaryMerge::complete);
    }

    /** The indexes whose rows in the sources are not those that the winners imply; with any, nothing can be committed. */
    Set<Bucket> strays() {
        return strays;
    }

    /** What was staged, once {@link #run} has returned and there are no strays. */
    StagedMerge staged() {
        return new StagedMerge(
                replacement,
                counts,
                tally,
                LongStream.of(won).boxed().toList(),
                Collections.unmodifiableMap(last),
                contested,
                rounds,
                List.copyOf(derived));
    }

    void close() {
        replacement.close();
    }

    /** The merge of one primary bucket, in parts, and then of its indexes. */
    private final class PrimaryMerge {
        private final Bucket bucket;
        private final ContestedKeys keys;
        private final Map<Bucket, RowSum> implied = new EnumMap<>(Bucket.class);
        private final Map<Bucket, RowSum> present = new EnumMap<>(Bucket.class);
        private final AtomicInteger partsLeft = new AtomicInteger();
        private int depth = 1;

        PrimaryMerge(Bucket bucket) {
            this.bucket = bucket;
            this.keys = new ContestedKeys(heapLeft, scratch, bucket);
            for (Bucket index : bucket.indexes()) {
                if (!derived.contains(index)) {
                    implied.put(index, new RowSum());
                    present.put(index, new RowSum());
                }
            }
        }

        /** Sources that cannot all be open at once go into files, and are then one part; so is what indexes are made from. */
        void begin() {
            Rounds rounds = merge.rounds(bucket, scratch, staging::check);
            List<Supplier<RowInput>> whole =
                    rounds.reduce(merge.inputs(bucket, KeyRange.all()), inputs -> winners(inputs));
            depth = rounds.depth();
            List<KeyRange> parts = derives() ? List.of(KeyRange.all()) : merge.parts(bucket);
            partsLeft.set(parts.size());
            for (KeyRange part : parts) {
                staging.submit(() -> stage(part, parts.size() == 1 ? whole : merge.inputs(bucket, part)));
            }
        }

        private boolean derives() {
            return implied.size() < bucket.indexes().size();
        }

        private Winners winners(List<RowInput> inputs) {
            return new Winners(bucket, merge.sources(), inputs, hash.sameKey(), keys);
        }

        /** Stages the winners of a part and notes who won; when all parts are through the indexes can follow. */
        private void stage(KeyRange part, List<Supplier<RowInput>> openers) {
            StatsTally counted = new StatsTally();
            long[] wins = new long[won.length];
            Map<Bucket, RowSum> sums = new EnumMap<>(Bucket.class);
            implied.keySet().forEach(index -> sums.put(index, new RowSum()));
            Map<Bucket, RowSorter> sorters = sorters();
            Rounds.Merger<CountedWinners> merger = inputs -> new CountedWinners(
                    bucket, merge.sources(), merge.dest(), inputs, hash.sameKey(), keys, counted, wins, sums, sorters);
            try (CountedWinners rows = Rounds.open(openers, merger)) {
                staging.fill(bucket, part, rows);
                took(bucket, rows.last());
            }
            took(counted, wins);
            took(sums, implied);
            sorters.forEach((index, sorter) -> staging.submit(() -> stageSorted(index, sorter)));
            if (partsLeft.decrementAndGet() == 0) {
                present.keySet().forEach(this::submitIndex);
            }
        }

        private void submitIndex(Bucket index) {
            for (KeyRange part : merge.parts(index)) {
                staging.submit(() -> stageIndex(index, part));
            }
        }

        private Map<Bucket, RowSorter> sorters() {
            Map<Bucket, RowSorter> sorters = new EnumMap<>(Bucket.class);
            List<Bucket> anew =
                    bucket.indexes().stream().filter(derived::contains).toList();
            for (Bucket index : anew) {
                int memory = limits.sortMemoryBytes() / anew.size();
                sorters.put(index, new RowSorter(memory, scratch, limits.fanIn(), staging::check));
            }
            return sorters;
        }

        private void stageSorted(Bucket index, RowSorter sorter) {
            try (Cursor rows = new SortedCursor(sorter.sorted())) {
                staging.fill(index, rows);
            }
        }

        private void stageIndex(Bucket index, KeyRange part) {
            KeyedHash ofThread = hash.sameKey();
            RowSum sum = new RowSum();
            try (IndexRows rows = merge.rounds(index, scratch, staging::check)
                    .merge(
                            merge.inputs(index, part),
                            inputs -> new IndexRows(index, inputs, keys, ofThread, null),
                            inputs -> new IndexRows(index, inputs, keys, ofThread, sum))) {
                staging.fill(index, part, rows);
                took(Map.of(index, sum), present);
            } catch (StrayRowException e) {
                stray(index);
            }
        }

        /** Once all tasks have ended: counts, and finds the indexes whose rows are others than the winners imply. */
        void complete() {
            contested += keys.size();
            rounds = Math.max(rounds, depth);
            implied.forEach((index, sum) -> {
                if (!sum.matches(present.get(index))) {
                    stray(index);
                }
            });
        }
    }

    private synchronized void took(Bucket bucket, LastSource ofLast) {
        last.merge(bucket, ofLast, LastSource::plus);
    }

    private synchronized void took(Map<Bucket, RowSum> sums, Map<Bucket, RowSum> into) {
        into.forEach((index, sum) -> {
            RowSum taken = sums.get(index);
            if (taken != null) {
                sum.addAll(taken);
            }
        });
    }

    private synchronized void took(StatsTally counted, long[] wins) {
        tally.addAll(counted);
        for (int i = 0; i < wins.length; i++) {
            won[i] += wins[i];
        }
    }

    private synchronized void stray(Bucket index) {
        strays.add(index);
    }
}
