/** Engines that break one rule each, and the check that the contract's tests catch every one of them. */
@NullMarked
package io.inlay.engine.tck.broken;

import org.jspecify.annotations.NullMarked;
