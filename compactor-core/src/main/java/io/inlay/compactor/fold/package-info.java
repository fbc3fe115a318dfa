/**
 * Patching a sync: what other syncs have that is newer is laid over it, and nothing else is touched.
 *
 * <p>{@link io.inlay.compactor.fold.SyncPatch} is the way in. The newer records come in key order, each is looked up in the
 * sync, and only where it wins and differs is it written, together with the index rows that it adds and those that the
 * replaced record had. Time and memory go with what is newer, not with the sync.
 */
@NullMarked
package io.inlay.compactor.fold;

import org.jspecify.annotations.NullMarked;
