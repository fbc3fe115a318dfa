/**
 * What two syncs have not in common: the records that were added, removed and changed, in any two stores of any engines.
 *
 * <p>{@link io.inlay.sync.diff.SyncDiff} is the way in. It compares stored bytes and decodes only what is asked for, so its
 * cost is that of reading both syncs once, and its memory does not grow with them.
 */
@NullMarked
package io.inlay.sync.diff;

import org.jspecify.annotations.NullMarked;
