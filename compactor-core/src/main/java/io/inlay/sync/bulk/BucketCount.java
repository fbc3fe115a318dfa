package io.inlay.sync.bulk;

import io.inlay.sync.key.Bucket;

/**
 * What was put into one bucket of a sync.
 *
 * @param bucket the bucket
 * @param records its rows
 * @param bytes bytes of their keys and values
 */
public record BucketCount(Bucket bucket, long records, long bytes) {}
