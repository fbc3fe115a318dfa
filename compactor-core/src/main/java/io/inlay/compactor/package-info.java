/**
 * Making one sync of a store what it is in another store, in one atomic step, between any two engines.
 *
 * <p>{@link io.inlay.compactor.Compactor} is the way in. All reading goes through one snapshot of the source, everything is
 * staged before anything takes effect, and one replacement over the 14 ranges of the sync installs it.
 */
@NullMarked
package io.inlay.compactor;

import org.jspecify.annotations.NullMarked;
