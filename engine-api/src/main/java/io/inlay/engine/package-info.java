/**
 * The contract of an ordered byte store whose ranges can be replaced: readers, snapshots and
 * cursors, batches, and the atomic, durable replacement of one or many ranges by sorted runs.
 */
@NullMarked
package io.inlay.engine;

import org.jspecify.annotations.NullMarked;
