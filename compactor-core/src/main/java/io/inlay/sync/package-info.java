/**
 * Syncs in any engine: writing, finishing, reading, listing and retaining them with all their
 * index rows.
 */
@NullMarked
package io.inlay.sync;

import org.jspecify.annotations.NullMarked;
