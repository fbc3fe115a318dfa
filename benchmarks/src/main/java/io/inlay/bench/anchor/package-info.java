/**
 * The anchor data set: syncs that are pure functions of a size, on which this implementation and the reference one are
 * measured side by side.
 *
 * <p>{@link io.inlay.bench.anchor.Anchor} is the way in. Nothing is random and nothing is read: the same size gives the same
 * bytes in every engine.
 */
@NullMarked
package io.inlay.bench.anchor;

import org.jspecify.annotations.NullMarked;
