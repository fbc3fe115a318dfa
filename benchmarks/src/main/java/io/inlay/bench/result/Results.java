package io.inlay.bench.result;

import java.util.List;

/**
 * What a run of {@code inlay bench} measured, as it stands in its results file.
 *
 * @param format always {@link #FORMAT}
 * @param version always {@link #VERSION}
 * @param complete false if the run was ended before it had measured all that it was to: these are partial results
 * @param origin where, when and how it was made
 * @param rows what was measured, one for each row and engine
 * @param leftOut what was not measured, and why; each one sentence
 */
public record Results(
        String format, int version, boolean complete, Origin origin, List<RowResult> rows, List<String> leftOut) {
    /** What every results file says that it is. */
    public static final String FORMAT = "inlay-bench";

    /** Version of the fields. */
    public static final int VERSION = 1;

    /** Results with copies of the lists. */
    public Results {
        rows = List.copyOf(rows);
        leftOut = List.copyOf(leftOut);
    }

    /** Results in the present format. */
    public static Results of(boolean complete, Origin origin, List<RowResult> rows, List<String> leftOut) {
        return new Results(FORMAT, VERSION, complete, origin, rows, leftOut);
    }
}
