/**
 * Micro-benchmarks and whole-process comparisons over every bundled engine.
 */
@NullMarked
package io.inlay.bench;

import org.jspecify.annotations.NullMarked;
