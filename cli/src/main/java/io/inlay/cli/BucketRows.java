package io.inlay.cli;

import io.inlay.sync.bulk.BucketCount;
import java.util.List;

/** What a bucket of a sync holds, as it is printed. */
record BucketRows(String bucket, long records, long bytes) {
    static List<BucketRows> of(List<BucketCount> counts) {
        return counts.stream()
                .map(count -> new BucketRows(count.bucket().label(), count.records(), count.bytes()))
                .toList();
    }

    /** All buckets and their total as text. */
    static String table(List<BucketRows> buckets) {
        Table table = new Table("bucket", "records", "bytes");
        long records = 0;
        long bytes = 0;
        for (BucketRows each : buckets) {
            table.row(each.bucket, Table.number(each.records), Table.number(each.bytes));
            records += each.records;
            bytes += each.bytes;
        }
        table.row("total", Table.number(records), Table.number(bytes));
        return table.toString();
    }
}
