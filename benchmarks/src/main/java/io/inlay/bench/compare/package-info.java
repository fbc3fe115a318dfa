/** Two results of the same rows beside each other: what became slower or faster by more than the noise of either. */
@NullMarked
package io.inlay.bench.compare;

import org.jspecify.annotations.NullMarked;
