/**
 * Syncs in any engine: writing, finishing, reading and checking them with all their index rows.
 *
 * <p>{@link io.inlay.sync.SyncStore} is the way in, one for each engine. A sync under way is written through its {@link
 * io.inlay.sync.OpenSync}; every sync is read through a {@link io.inlay.sync.SyncReader}, which is pinned to one state of
 * the store. There is no current sync: what a call works on is always named. {@link io.inlay.sync.SyncLease}s keep calls
 * that write or replace a sync apart.
 */
@NullMarked
package io.inlay.sync;

import org.jspecify.annotations.NullMarked;
