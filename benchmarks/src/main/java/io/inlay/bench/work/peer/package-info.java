/**
 * The same work on an engine and on what else a Java program could keep sorted records in, each used as its own documentation
 * shows first: {@link io.inlay.bench.work.peer.RecordStore} is what they have in common.
 */
@NullMarked
package io.inlay.bench.work.peer;

import org.jspecify.annotations.NullMarked;
