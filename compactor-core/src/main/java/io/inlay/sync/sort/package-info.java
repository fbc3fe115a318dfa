/**
 * Sorting rows of any number in bounded memory, with files where it does not suffice.
 *
 * <p>{@link io.inlay.sync.sort.RowSorter} takes keys with values in any order and gives them back, all of them, as a {@link
 * io.inlay.sync.sort.RowSource} in the order of the keys. Rows are packed into one array and sorted by radix; what is spilled
 * bears checksums, so that a cut file is an error and never a shorter sequence.
 */
@NullMarked
package io.inlay.sync.sort;

import org.jspecify.annotations.NullMarked;
