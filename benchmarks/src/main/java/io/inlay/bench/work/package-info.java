/**
 * What is measured: each {@link io.inlay.bench.work.Work} is one side of a comparison, prepared once and measured once in each of
 * several fresh processes.
 */
@NullMarked
package io.inlay.bench.work;

import org.jspecify.annotations.NullMarked;
