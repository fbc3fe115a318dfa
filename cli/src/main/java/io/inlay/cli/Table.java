package io.inlay.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text in columns: the first to the left, the others to the right, each as wide as its widest cell. */
final class Table {
    private static final String GAP = "  ";
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... header) {
        if (header.length > 0) {
            row(header);
        }
    }

    /** Adds a row; it may have fewer cells than the header. */
    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** Adds a row; it may have fewer cells than the header. */
    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A time in milliseconds or seconds, whichever is shorter to read. */
    static String time(Duration time) {
        double seconds = time.toNanos() / NANOS_PER_SECOND;
        if (seconds >= 1) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        double milliseconds = seconds * 1000;
        return String.format(Locale.ROOT, milliseconds >= 10 ? "%.0f ms" : "%.1f ms", milliseconds);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String pad = " ".repeat(width(i) - row.get(i).length());
                line.append(i == 0 ? "" : GAP).append(i == 0 ? row.get(i) + pad : pad + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
