/**
 * Engines around engines, for tests of whatever is built on an engine: one that passes every call on, to be extended; one
 * whose lent buffers go bad as soon as the contract allows it; one that fails a chosen call; one that knows where every view
 * was opened. Each is an {@link io.inlay.engine.Engine} that keeps the contract of the engine inside.
 */
@NullMarked
package io.inlay.engine.tck.decorate;

import org.jspecify.annotations.NullMarked;
