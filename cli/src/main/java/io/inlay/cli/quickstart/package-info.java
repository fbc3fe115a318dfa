/**
 * The proof a newcomer runs first: real stores, a compaction, and two readers that watch it and hold every observation
 * against the old state and the new one.
 */
@NullMarked
package io.inlay.cli.quickstart;

import org.jspecify.annotations.NullMarked;
