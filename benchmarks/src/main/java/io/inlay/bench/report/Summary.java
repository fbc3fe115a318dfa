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
        results.leftOut().forEach(line -> line(text, "left out: " + line));
        if (!results.complete()) {
            line(text, "partial results: the run was ended before it had measured everything");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, RowResult row) {
        line(text, row.title() + ", " + row.engine() + " (" + row.id() + ")");
        for (SizeResult size : row.sizes()) {
            size.sides().forEach(side -> add(text, size, side));
        }
        Goal goal = row.goal();
        if (goal != null) {
            boolean measured = goal.verdict() != Goal.Verdict.NOT_MEASURED;
            String value = measured ? Format.value(goal) + ", " : "";
            line(text, "  " + Verdicts.words(goal.verdict()) + ": " + value + Format.bound(goal));
        }
        row.remarks().forEach(remark -> line(text, "  " + remark));
    }

    private static void add(StringBuilder text, SizeResult size, SideResult side) {
        if (!side.isMeasured()) {
            return;
        }
        String ratio = side.role() == SideResult.Role.SUBJECT
                ? size.ratio().map(one -> "  ratio " + interval(one)).orElse("")
                : "";
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "  %8s  %-44s %9s  median %9s  spread %5s  %8s%s",
                        Format.size(size.size()),
                        side.title(),
                        Format.time(side.leastNanos()),
                        Format.time(side.medianNanos()),
                        Format.percent(side.spread()),
                        Format.bytes(side.anonymousBytes()),
                        ratio));
    }

    private static String interval(Interval figure) {
        return Format.digits(figure.value()) + " (" + Format.digits(figure.low()) + " to "
                + Format.digits(figure.high()) + ")";
    }

    /** Every change with its noise. */
    public static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        comparison.differences().forEach(line -> line(text, "the runs differ: " + line));
        comparison.changes().forEach(change -> line(text, line(change)));
        comparison.unmatched().forEach(line -> line(text, "not compared: " + line));
        return text.toString();
    }

    private static String line(Change change) {
        Interval ratio = change.ratio();
        return String.format(
                Locale.ROOT,
                "%-28s %-10s %8s  %-18s now/before %s  %s%s",
                change.row(),
                change.engine(),
                Format.size(change.size()),
                change.name().isEmpty() ? change.figure().name().toLowerCase(Locale.ROOT) : change.name(),
                interval(change.quotient()),
                words(change),
                ratio == null ? "" : "; ratio to the peer " + interval(ratio));
    }

    private static String words(Change change) {
        boolean speed = change.figure() == Change.Figure.TIME || change.figure() == Change.Figure.RATIO;
        return switch (change.verdict()) {
            case FASTER -> speed ? "faster" : "less";
            case SLOWER -> speed ? "SLOWER" : "MORE";
            case NOISE -> "not distinguishable from noise";
            case NOT_COMPARABLE -> "not comparable: the runs differ in what it depends on";
        };
    }

    /** A line as a terminal may have it: names from a file can hold anything. */
    private static void line(StringBuilder text, String line) {
        text.append(line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ")).append('\n');
    }
}
