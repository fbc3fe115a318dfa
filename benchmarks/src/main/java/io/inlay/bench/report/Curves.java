package io.inlay.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Curves of time per record over size, the sizes on a logarithmic scale. Positions are parts of the width. For one thread. */
final class Curves {
    private static final int HEIGHT = 220;
    private static final int TOP = 16;
    private static final int BOTTOM = 30;
    private static final double MARGIN = 9;
    private static final double WHOLE = 100;
    private static final int GRID_LINES = 4;
    private static final double HEADROOM = 1.15;
    private static final int BELOW_AXIS = 18;
    private static final int ABOVE_LINE = 4;

    /**
     * A point of a curve.
     *
     * @param size how large the data was
     * @param nanos time per record
     */
    record Point(long size, double nanos) {}

    /**
     * A curve.
     *
     * @param kind class of the curve: its colour
     * @param label what it shows
     * @param points at least one, by ascending size
     */
    record Curve(String kind, String label, List<Point> points) {
        Curve {
            points = List.copyOf(points);
        }
    }

    private final Markup html;
    private final List<Curve> curves;
    private final long least;
    private final long most;
    private final double top;

    private Curves(Markup html, List<Curve> curves) {
        this.html = html;
        this.curves = curves;
        this.least = points().mapToLong(Point::size).min().orElse(1);
        this.most = points().mapToLong(Point::size).max().orElse(1);
        this.top = points().mapToDouble(Point::nanos).max().orElse(1) * HEADROOM;
    }

    private Stream<Point> points() {
        return curves.stream().flatMap(curve -> curve.points().stream());
    }

    /** Draws a chart with its legend. */
    static void draw(Markup html, String title, List<Curve> curves) {
        new Curves(html, curves).draw(title);
    }

    private void draw(String title) {
        html.open("ul", "class", "legend");
        curves.forEach(curve -> html.open("li")
                .shape("i", "class", "key " + curve.kind())
                .text(curve.label())
                .close("li"));
        html.close("ul");
        html.open(
                "svg",
                "class",
                "chart curves",
                "role",
                "img",
                "aria-label",
                title,
                "width",
                "100%",
                "height",
                Integer.toString(HEIGHT));
        grid();
        curves.forEach(this::curve);
        html.close("svg");
    }

    private void grid() {
        for (int i = 0; i <= GRID_LINES; i++) {
            double nanos = top * i / GRID_LINES;
            line("grid", 0, y(nanos), WHOLE, y(nanos));
            text("start", 0, y(nanos) - ABOVE_LINE, Format.time(nanos));
        }
        points().mapToLong(Point::size)
                .distinct()
                .forEach(size -> text("middle", x(size), HEIGHT - BOTTOM + BELOW_AXIS, Format.size(size)));
    }

    private void curve(Curve curve) {
        List<Point> points = curve.points();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (i > 0) {
                Point before = points.get(i - 1);
                line("curve " + curve.kind(), x(before.size()), y(before.nanos()), x(point.size()), y(point.nanos()));
            }
            html.shape(
                    "circle",
                    "class",
                    "point " + curve.kind(),
                    "cx",
                    Bars.percent(x(point.size())),
                    "cy",
                    pixels(y(point.nanos())),
                    "r",
                    "4");
        }
    }

    private double x(long size) {
        double width = Math.log(most / (double) least);
        double part = width == 0 ? 0 : Math.log(size / (double) least) / width;
        return 2 * MARGIN + part * (WHOLE - 3 * MARGIN);
    }

    private double y(double nanos) {
        return TOP + (1 - nanos / top) * (HEIGHT - TOP - BOTTOM);
    }

    private void line(String kind, double x1, double y1, double x2, double y2) {
        html.shape(
                "line",
                "class",
                kind,
                "x1",
                Bars.percent(x1),
                "y1",
                pixels(y1),
                "x2",
                Bars.percent(x2),
                "y2",
                pixels(y2));
    }

    private void text(String anchor, double x, double y, String text) {
        html.element("text", text, "x", Bars.percent(x), "y", pixels(y), "text-anchor", anchor);
    }

    private static String pixels(double y) {
        return String.format(Locale.ROOT, "%.1f", y);
    }
}
