/**
 * Bulk import: records of a whole sync, in any order, become one sync of a store in one replace.
 *
 * <p>{@link io.inlay.sync.bulk.SyncImport} is the way in. Rows of all families are packed into one memory budget, sorted by
 * key when it is full, spilled into the scratch directory of the replacement they are meant for, and merged into one run
 * for each range of the sync.
 *
 * <p>{@link io.inlay.sync.bulk.WorkControl} limits and watches every long call on syncs, an import as well as a compaction.
 */
@NullMarked
package io.inlay.sync.bulk;

import org.jspecify.annotations.NullMarked;
