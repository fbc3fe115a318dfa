/** The records that works on engines deal with, what must be seen of them, and how often a process does its work. */
@NullMarked
package io.inlay.bench.work.record;

import org.jspecify.annotations.NullMarked;
