package io.inlay.sync.bulk;

import io.inlay.sync.key.Bucket;

/**
 * What was put into one bucket of a sync.
 *
 * @param bucket the bucket
 * @param records its rows
 * @param bytes bytes of their keys and values
 */
public record BucketCount(Bucket bucket, long records, long bytes) {
    /** The sum of two counts of one bucket. */
    public BucketCount plus(BucketCount other) {
        return new BucketCount(bucket, records + other.records, bytes + other.bytes);
    }
}
