package io.inlay.bench.report;

import io.inlay.bench.result.Goal;
import io.inlay.bench.result.Goal.Verdict;
import io.inlay.bench.result.Interval;
import io.inlay.bench.result.RowResult;
import java.util.List;
import java.util.stream.Stream;

/** All rows that have a target, on one scale: what was measured as a part of what the target allows. */
final class GoalSection {
    private static final double LEAST_SCALE = 1.3;
    private static final double GREATEST_SCALE = 3;

    private record Aim(RowResult row, Goal goal) {}

    private final Markup html;
    private final List<Aim> aims;

    GoalSection(Markup html, List<RowResult> rows) {
        this.html = html;
        this.aims = rows.stream()
                .flatMap(row -> Stream.ofNullable(row.goal()).map(goal -> new Aim(row, goal)))
                .toList();
    }

    void draw() {
        if (aims.isEmpty()) {
            return;
        }
        html.open("section", "class", "goals").element("h2", "Against the targets");
        html.element(
                "p",
                "Each bar is what was measured as a part of what its target allows: one that ends before the upright line"
                        + " has reached it. The thin line spans the noise, from least times against medians to medians"
                        + " against least times.",
                "class",
                "hint");
        html.open("div", "class", "card").open("div", "class", "bars");
        chart();
        html.close("div");
        table();
        html.close("div").close("section");
    }

    private void chart() {
        double greatest = aims.stream()
                .filter(aim -> aim.goal().verdict() != Verdict.NOT_MEASURED)
                .mapToDouble(aim -> aim.goal().partOfBound().high())
                .max()
                .orElse(1);
        Bars bars = new Bars(html, Math.min(GREATEST_SCALE, Math.max(LEAST_SCALE, greatest)));
        for (Aim aim : aims) {
            Goal goal = aim.goal();
            boolean measured = goal.verdict() != Verdict.NOT_MEASURED;
            bars.bar(
                    Verdicts.kind(goal.verdict()),
                    name(aim.row()),
                    measured ? Format.value(goal) + ", " + Format.bound(goal) : "not measured",
                    measured ? goal.partOfBound() : Interval.exactly(0),
                    1);
        }
    }

    private void table() {
        Table table =
                new Table(html, "Targets", List.of("What, on which engine", "Measured", "Noise", "Target", "Verdict"));
        for (Aim aim : aims) {
            Goal goal = aim.goal();
            boolean measured = goal.verdict() != Verdict.NOT_MEASURED;
            table.row(List.of(
                    name(aim.row()),
                    measured ? Format.value(goal) : "–",
                    measured && goal.value().high() > goal.value().low()
                            ? Format.digits(goal.value().low()) + " to "
                                    + Format.digits(goal.value().high())
                            : "–",
                    Format.bound(goal),
                    Verdicts.words(goal.verdict())));
        }
        table.end();
    }

    private static String name(RowResult row) {
        return row.title() + ", " + row.engine();
    }
}
