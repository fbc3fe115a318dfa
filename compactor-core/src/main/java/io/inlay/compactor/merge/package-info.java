/**
 * Merging syncs by sorted streams: of every key the newest record, moved to another sync byte for byte.
 *
 * <p>{@link io.inlay.compactor.merge.SyncMerge} is the way in. Records of a bucket come in key order from all sources at once;
 * only for keys that several sources hold is a time read, from raw bytes. Which source won such a key is noted under a keyed
 * hash, and decides which index rows go over, again as they are. A sum over the rows that the winners imply tells whether
 * those of the sources were right; where not, the index is made anew from the winners.
 */
@NullMarked
package io.inlay.compactor.merge;

import org.jspecify.annotations.NullMarked;
