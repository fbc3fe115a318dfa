package io.inlay.sync;

import io.inlay.engine.KeyRange;
import io.inlay.sync.key.Bucket;

/**
 * The part of one bucket that belongs to one sync.
 *
 * @param bucket the bucket
 * @param range all its keys of the sync, and no other key
 */
public record SyncRange(Bucket bucket, KeyRange range) {}
