/**
 * Making a sync of a store what it is in another store, or the merge of several, in one atomic step, between any engines.
 *
 * <p>{@link io.inlay.compactor.Compactor} is the way in: compact and copy bring one sync over, rollup several, merge builds a
 * new one of others, fold lays newer ones over one that is there. {@link io.inlay.compactor.MergePlan} chooses what is merged.
 * All reading goes through one snapshot of each store, everything is staged before anything takes effect, and one replacement
 * installs it.
 */
@NullMarked
package io.inlay.compactor;

import org.jspecify.annotations.NullMarked;
