package io.inlay.compactor.fold;

import io.inlay.sync.bulk.BucketCount;
import io.inlay.sync.key.Bucket;
import java.util.List;

/**
 * What a patch does to the records of one kind.
 *
 * @param bucket resource types, resources, entitlements or grants
 * @param added records that were not there
 * @param replaced records that take the place of others
 * @param rows rows put or deleted in this bucket and in each index over it; only those where there are any
 */
public record PatchedBucket(Bucket bucket, long added, long replaced, List<BucketCount> rows) {}
