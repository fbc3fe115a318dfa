/**
 * Parts from which an engine is built: tracking of open children, ownership and stamp of its
 * directory, staged runs and the redo log. Callers of an engine never need this package.
 */
@NullMarked
package io.inlay.engine.support;

import org.jspecify.annotations.NullMarked;
