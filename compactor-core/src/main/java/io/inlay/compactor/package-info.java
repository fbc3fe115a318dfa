/**
 * Compaction of syncs: one sync moved whole between engines, many merged into one, newer ones
 * folded into a base, each installed by one atomic replacement.
 */
@NullMarked
package io.inlay.compactor;

import org.jspecify.annotations.NullMarked;
