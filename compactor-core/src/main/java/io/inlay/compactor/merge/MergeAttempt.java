package io.inlay.compactor.merge;

import io.inlay.compactor.stage.SyncStaging;
import io.inlay.engine.Cursor;
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
import org.jspecify.annotations.Nullable;

/**
 * One attempt to stage a merge, with certain indexes made from the winners and all others from the sources' rows, which takes
 * the table of who won the keys that several sources hold. Several threads read the keys of a primary bucket ahead for it, so
 * that the bucket and its indexes are then merged at once; a single thread fills it as it stages the bucket. For one use.
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

    /** The merge of one primary bucket and its indexes. */
    private final class PrimaryMerge {
        private final Bucket bucket;
        private final ContestedKeys keys;
        private final Map<Bucket, RowSum> implied = new EnumMap<>(Bucket.class);
        private final Map<Bucket, RowSum> present = new EnumMap<>(Bucket.class);
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

        /**
         * Sources that cannot all be open at once go into files, which serve the keys and the records. With a second thread the
         * keys are then read ahead; with none it would be work for nothing, and the records are staged first.
         */
        void begin() {
            Rounds primaryRounds = merge.rounds(bucket, scratch, staging::check);
            List<Supplier<RowInput>> openers =
                    primaryRounds.reduce(merge.inputs(bucket), inputs -> winners(inputs, keys));
            depth = primaryRounds.depth();
            if (limits.threads() == 1) {
                stage(openers, keys);
            } else {
                staging.submit(() -> stage(openers, null));
                findContested(openers);
            }
            present.forEach((index, sum) -> staging.submit(() -> stageIndex(index, sum)));
        }

        private Winners winners(List<RowInput> inputs, @Nullable ContestedKeys contestedKeys) {
            return new Winners(bucket, merge.sources(), inputs, hash.sameKey(), contestedKeys);
        }

        /** Reads the keys of the bucket, and the records of those that several sources hold; of one source nothing. */
        private void findContested(List<Supplier<RowInput>> openers) {
            if (openers.size() == 1) {
                return;
            }
            try (Winners winners = Rounds.open(openers, inputs -> winners(inputs, keys))) {
                for (long rows = 1; winners.next(); rows++) {
                    if (rows % limits.sliceRecords() == 0) {
                        staging.check();
                    }
                }
            }
        }

        private void stage(List<Supplier<RowInput>> openers, @Nullable ContestedKeys contestedKeys) {
            StatsTally counted = new StatsTally();
            long[] wins = new long[won.length];
            Map<Bucket, RowSorter> sorters = sorters();
            Rounds.Merger<CountedWinners> merger = inputs -> new CountedWinners(
                    bucket,
                    merge.sources(),
                    merge.dest(),
                    inputs,
                    hash.sameKey(),
                    contestedKeys,
                    counted,
                    wins,
                    implied,
                    sorters);
            try (CountedWinners rows = Rounds.open(openers, merger)) {
                staging.fill(bucket, rows);
                took(bucket, rows.last());
            }
            took(counted, wins);
            sorters.forEach((index, sorter) -> staging.submit(() -> stageSorted(index, sorter)));
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

        private void stageIndex(Bucket index, RowSum sum) {
            KeyedHash ofThread = hash.sameKey();
            try (IndexRows rows = merge.rounds(index, scratch, staging::check)
                    .merge(
                            merge.inputs(index),
                            inputs -> new IndexRows(index, inputs, keys, ofThread, null),
                            inputs -> new IndexRows(index, inputs, keys, ofThread, sum))) {
                staging.fill(index, rows);
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
        last.put(bucket, ofLast);
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
