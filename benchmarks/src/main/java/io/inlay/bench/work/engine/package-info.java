/**
 * The works of an engine by itself: scans, replaces, waits of writers, and what each is held against, which is a durable copy of
 * the same bytes or a loop over the native library.
 */
@NullMarked
package io.inlay.bench.work.engine;

import org.jspecify.annotations.NullMarked;
