package io.inlay.bench.report;

import io.inlay.bench.compare.Change;
import io.inlay.bench.compare.Comparison;
import io.inlay.bench.result.Goal;
import io.inlay.bench.result.Interval;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.SideResult;
import io.inlay.bench.result.SizeResult;
import java.util.Locale;

/** Results and comparisons as text for a terminal. */
public final class Summary {
    private Summary() {}

    /** Every row with its sides. */
    public static String of(Results results) {
        StringBuilder text = new StringBuilder();
        results.rows().forEach(row -> add(text, row));
        results.leftOut().forEach(line -> text.append("left out: ").append(line).append('\n'));
        if (!results.complete()) {
            text.append("partial results: the run was ended before it had measured everything\n");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, RowResult row) {
        text.append(row.title())
                .append(", ")
                .append(row.engine())
                .append(" (")
                .append(row.id())
                .append(")\n");
        for (SizeResult size : row.sizes()) {
            size.sides().forEach(side -> add(text, size, side));
        }
        Goal goal = row.goal();
        if (goal != null) {
            boolean measured = goal.verdict() != Goal.Verdict.NOT_MEASURED;
            text.append("  ")
                    .append(Verdicts.words(goal.verdict()))
                    .append(": ")
                    .append(measured ? Format.value(goal) + ", " : "")
                    .append(Format.bound(goal))
                    .append('\n');
        }
        row.remarks().forEach(remark -> text.append("  ").append(remark).append('\n'));
    }

    private static void add(StringBuilder text, SizeResult size, SideResult side) {
        if (!side.isMeasured()) {
            return;
        }
        text.append(String.format(
                Locale.ROOT,
                "  %8s  %-44s %9s  median %9s  spread %5s  %8s",
                Format.size(size.size()),
                side.title(),
                Format.time(side.leastNanos()),
                Format.time(side.medianNanos()),
                Format.percent(side.spread()),
                Format.bytes(side.anonymousBytes())));
        if (side.role() == SideResult.Role.SUBJECT) {
            size.ratio().ifPresent(ratio -> text.append("  ratio ").append(interval(ratio)));
        }
        text.append('\n');
    }

    private static String interval(Interval figure) {
        return Format.digits(figure.value()) + " (" + Format.digits(figure.low()) + " to "
                + Format.digits(figure.high()) + ")";
    }

    /** Every change with its noise. */
    public static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        comparison
                .differences()
                .forEach(line -> text.append("the runs differ: ").append(line).append('\n'));
        for (Change change : comparison.changes()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-28s %-10s %8s  %-5s now/before %s  %s%n",
                    change.row(),
                    change.engine(),
                    Format.size(change.size()),
                    change.figure().name().toLowerCase(Locale.ROOT),
                    interval(change.quotient()),
                    words(change.verdict())));
        }
        comparison
                .unmatched()
                .forEach(line -> text.append("not compared: ").append(line).append('\n'));
        return text.toString();
    }

    private static String words(Change.Verdict verdict) {
        return switch (verdict) {
            case FASTER -> "faster";
            case SLOWER -> "SLOWER";
            case NOISE -> "not distinguishable from noise";
            case NOT_COMPARABLE -> "not comparable: the runs differ in what it depends on";
        };
    }
}
