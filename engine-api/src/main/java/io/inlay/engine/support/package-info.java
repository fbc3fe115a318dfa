/**
 * Parts from which an engine is built: {@link AbstractEngine} around any storage and {@link RedoEngine} over one with small
 * atomic batches only; below them tracking of open children, ownership and stamp of a directory, staged runs and the redo
 * log. Callers of an engine never need this package.
 */
@NullMarked
package io.inlay.engine.support;

import org.jspecify.annotations.NullMarked;
