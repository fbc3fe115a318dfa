package io.inlay.bench.report;

import io.inlay.bench.report.Curves.Curve;
import io.inlay.bench.report.Curves.Point;
import io.inlay.bench.result.Goal;
import io.inlay.bench.result.Interval;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.SideResult;
import io.inlay.bench.result.SizeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** One row of the catalogue: for each engine the times of its sides, and curves where there are several sizes. */
final class RowSection {
    private static final String NOTHING = "–";
    private static final int COLOURS = 6;

    private final Markup html;
    private final List<RowResult> rows;

    /** The results of one row, one for each engine. */
    RowSection(Markup html, List<RowResult> rows) {
        this.html = html;
        this.rows = rows;
    }

    void draw() {
        RowResult first = rows.get(0);
        html.open("article", "class", "row", "id", first.id());
        html.open("h3")
                .text(first.title())
                .text(" ")
                .element("code", first.id())
                .close("h3");
        List<Curve> curves = curves();
        if (!curves.isEmpty()) {
            html.element("p", "Least time per record over the size of the data.", "class", "hint");
            html.open("div", "class", "card bars");
            Curves.draw(html, "Time per record of " + first.title(), curves);
            html.close("div");
        }
        rows.forEach(this::engine);
        html.close("article");
    }

    private List<Curve> curves() {
        List<Curve> curves = new ArrayList<>();
        for (RowResult row : rows) {
            List<SizeResult> sizes = row.sizes();
            for (int side = 0; sizes.size() > 1 && side < sizes.get(0).sides().size(); side++) {
                List<Point> points = new ArrayList<>();
                for (SizeResult size : sizes) {
                    double nanos = size.sides().get(side).nanosPerRecord();
                    if (nanos > 0) {
                        points.add(new Point(size.size(), nanos));
                    }
                }
                if (!points.isEmpty()) {
                    String label =
                            row.engine() + ", " + sizes.get(0).sides().get(side).title();
                    curves.add(new Curve("c" + curves.size() % COLOURS, label, points));
                }
            }
        }
        return curves;
    }

    private void engine(RowResult row) {
        html.open("div", "class", "engine").open("h4").text(row.engine());
        Goal goal = row.goal();
        if (goal != null) {
            html.text(" ")
                    .element("span", Verdicts.words(goal.verdict()), "class", "badge " + Verdicts.kind(goal.verdict()));
            html.element("small", " " + Format.bound(goal));
        }
        html.close("h4");
        row.remarks().forEach(remark -> html.element("p", remark, "class", "remark"));
        if (!row.sizes().isEmpty()) {
            html.open("div", "class", "card").open("div", "class", "bars");
            bars(row.sizes().get(row.sizes().size() - 1));
            html.close("div");
            table(row);
            html.close("div");
        }
        html.close("div");
    }

    private void bars(SizeResult size) {
        double greatest =
                size.sides().stream().mapToDouble(SideResult::medianNanos).max().orElse(1);
        Bars bars = new Bars(html, greatest);
        for (SideResult side : size.sides()) {
            if (side.isMeasured()) {
                bars.bar(
                        side.role().name().toLowerCase(Locale.ROOT),
                        side.title(),
                        Format.time(side.leastNanos()) + ratio(size, side),
                        Interval.of(side),
                        Double.NaN);
            }
        }
        html.element("p", "least time, thin line up to the median; size " + Format.size(size.size()), "class", "axis");
    }

    /** How many times as long as the fastest peer the subject takes. */
    private static String ratio(SizeResult size, SideResult side) {
        return side.role() == SideResult.Role.SUBJECT
                ? size.ratio()
                        .map(ratio -> ", " + Format.digits(ratio.value()) + " × the peer")
                        .orElse("")
                : "";
    }

    private void table(RowResult row) {
        TreeSet<String> figures = new TreeSet<>();
        row.sizes()
                .forEach(size -> size.sides()
                        .forEach(side -> side.rounds()
                                .forEach(round -> figures.addAll(round.more().keySet()))));
        List<String> headings = new ArrayList<>(List.of(
                "Side", "Size", "JDK", "Rounds", "Least", "Median", "Spread", "Per record", "Anonymous memory"));
        headings.addAll(figures);
        Table table = new Table(html, row.title() + ", " + row.engine(), headings);
        for (SizeResult size : row.sizes()) {
            size.sides().forEach(side -> table.row(cells(size, side, figures)));
        }
        table.end();
    }

    private static List<String> cells(SizeResult size, SideResult side, Iterable<String> figures) {
        if (!side.isMeasured()) {
            return List.of(side.title(), Format.size(size.size()), NOTHING, "not measured");
        }
        List<String> cells = new ArrayList<>(List.of(
                side.title(),
                Format.size(size.size()),
                Integer.toString(side.jdk()),
                Integer.toString(side.rounds().size()),
                Format.time(side.leastNanos()),
                Format.time(side.medianNanos()),
                Format.percent(side.spread()),
                side.records() == 0 ? NOTHING : Format.time(side.nanosPerRecord()),
                side.anonymousBytes() == 0 ? NOTHING : Format.bytes(side.anonymousBytes())));
        for (String figure : figures) {
            double median = side.median(figure);
            cells.add(Double.isNaN(median) ? NOTHING : Format.figure(figure, median));
        }
        return cells;
    }
}
