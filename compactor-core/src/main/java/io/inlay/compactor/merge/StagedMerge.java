package io.inlay.compactor.merge;

import io.inlay.engine.Replacement;
import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.key.Bucket;
import io.inlay.sync.record.StatsTally;
import java.util.List;
import java.util.Map;

/**
 * A merge whose rows are staged and not visible. Closing it without a commit of the replacement leaves no trace.
 *
 * @param replacement where they are staged, in the ranges of the merged buckets
 * @param buckets what each of the eleven merged buckets will hold, in the order of {@link Bucket#all}
 * @param tally the records counted
 * @param won how many keys each source won, in the order of the sources
 * @param last what became of the records of the last source in each primary bucket
 * @param contested how many keys several sources held
 * @param rounds how many merges one after the other the rows of a bucket went through at most
 * @param derived the indexes that were made anew from the winners, because rows in a source were not those of its records
 */
public record StagedMerge(
        Replacement replacement,
        List<BucketCount> buckets,
        StatsTally tally,
        List<Long> won,
        Map<Bucket, LastSource> last,
        long contested,
        int rounds,
        List<Bucket> derived)
        implements AutoCloseable {
    @Override
    public void close() {
        replacement.close();
    }
}
