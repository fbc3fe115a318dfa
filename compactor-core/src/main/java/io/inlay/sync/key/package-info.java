/**
 * The key layout of syncs in an ordered byte store: sync ids, the tuple codec, and the buckets in which the rows of one
 * sync live.
 *
 * <p>A key starts with the header of its {@link io.inlay.sync.key.Bucket}, then holds the 20 raw bytes of its {@link
 * io.inlay.sync.key.SyncId}, then the elements of its tail, each preceded by one zero byte and escaped so that it holds
 * none itself. Byte order of keys therefore equals the order of (bucket, sync, elements), every sync's part of a bucket
 * is one contiguous range, and a row moves to another sync by overwriting 20 bytes at a known place. {@link
 * io.inlay.sync.key.KeyBuilder} writes keys without garbage; {@link io.inlay.sync.key.Tuple} reads their elements.
 */
@NullMarked
package io.inlay.sync.key;

import org.jspecify.annotations.NullMarked;
