/**
 * Micro-benchmarks of what is done once a record, and of a replace, for JMH; {@link io.inlay.bench.micro.MicroBenchmarks} runs them
 * on every engine of the class path. Nothing here is held against a target: whole works are, see {@link io.inlay.bench.work}.
 */
@NullMarked
package io.inlay.bench.micro;

import org.jspecify.annotations.NullMarked;
