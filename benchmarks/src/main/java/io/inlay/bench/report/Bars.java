package io.inlay.bench.report;

import io.inlay.bench.result.Interval;
import java.util.Locale;

/**
 * Bars of one chart: each a line of text with its figure and a bar below it, drawn in parts of the width, so that the text keeps its
 * size on narrow screens. A thin line on a bar spans its noise; an upright one marks a bound. For one thread.
 */
final class Bars {
    private static final int HEIGHT = 18;
    private static final int BAR_TOP = 3;
    private static final int BAR_HEIGHT = 12;
    private static final int MIDDLE = BAR_TOP + BAR_HEIGHT / 2;
    private static final int CAP = 3;

    /** What is past the right edge ends there. */
    private static final double WHOLE = 100;

    private static final double LEAST_WIDTH = 0.4;

    private final Markup html;
    private final double greatest;

    /** Bars on a scale from 0 to the greatest value. */
    Bars(Markup html, double greatest) {
        this.html = html;
        this.greatest = greatest > 0 ? greatest : 1;
    }

    /**
     * Adds a bar.
     *
     * @param kind class of the bar: its colour
     * @param bound where to mark a bound; NaN for none
     */
    void bar(String kind, String label, String figure, Interval value, double bound) {
        html.open("div", "class", "bar");
        html.element("span", label, "class", "label").element("span", figure, "class", "figure");
        html.open(
                "svg",
                "class",
                "chart",
                "role",
                "img",
                "aria-label",
                label + ": " + figure,
                "width",
                "100%",
                "height",
                Integer.toString(HEIGHT));
        rectangle("track", WHOLE);
        rectangle("fill " + kind, Math.max(LEAST_WIDTH, at(value.value())));
        if (value.high() > value.low()) {
            line("noise", at(value.low()), MIDDLE, at(value.high()), MIDDLE);
            line("noise", at(value.low()), MIDDLE - CAP, at(value.low()), MIDDLE + CAP);
            line("noise", at(value.high()), MIDDLE - CAP, at(value.high()), MIDDLE + CAP);
        }
        if (!Double.isNaN(bound)) {
            line("bound", at(bound), 0, at(bound), HEIGHT);
        }
        html.close("svg").close("div");
    }

    private double at(double value) {
        return Math.min(WHOLE, Math.max(0, value) / greatest * WHOLE);
    }

    private void rectangle(String kind, double width) {
        html.shape(
                "rect",
                "class",
                kind,
                "y",
                Integer.toString(BAR_TOP),
                "width",
                percent(width),
                "height",
                Integer.toString(BAR_HEIGHT),
                "rx",
                "3");
    }

    private void line(String kind, double x1, int y1, double x2, int y2) {
        html.shape(
                "line",
                "class",
                kind,
                "x1",
                percent(x1),
                "y1",
                Integer.toString(y1),
                "x2",
                percent(x2),
                "y2",
                Integer.toString(y2));
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
