package io.inlay.bench.report;

import io.inlay.bench.catalogue.MemoryBounds;
import io.inlay.bench.result.Interval;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.SideResult;
import io.inlay.bench.result.SizeResult;
import java.util.ArrayList;
import java.util.List;

/** What the subjects take of memory and disk. */
final class ResourceSection {
    /** Figures of this name are of disk. */
    private static final String DISK = "disk.";

    private static final String BYTES = "bytes";

    private final Markup html;
    private final List<RowResult> rows;

    /** A bar to draw; the bound is NaN if there is none. */
    private record Use(String label, double bytes, double bound) {}

    ResourceSection(Markup html, List<RowResult> rows) {
        this.html = html;
        this.rows = rows;
    }

    void draw() {
        List<Use> memory = memory();
        List<Use> disk = disk();
        if (!memory.isEmpty()) {
            draw(
                    "Memory",
                    "The most anonymous memory that was resident in the process of a side, with a heap of at most 128 MiB;"
                            + " the upright line is the most that the engine may take.",
                    memory);
        }
        if (!disk.isEmpty()) {
            draw("Disk", "What was written to disk or stayed there, median of the rounds.", disk);
        }
    }

    private List<Use> memory() {
        List<Use> uses = new ArrayList<>();
        for (RowResult row : rows) {
            long most = row.sizes().stream()
                    .mapToLong(size -> size.subject().anonymousBytes())
                    .max()
                    .orElse(0);
            if (most > 0) {
                uses.add(new Use(row.title() + ", " + row.engine(), (double) most, MemoryBounds.of(row.engine())));
            }
        }
        return uses;
    }

    private List<Use> disk() {
        List<Use> uses = new ArrayList<>();
        for (RowResult row : rows) {
            if (row.sizes().isEmpty()) {
                continue;
            }
            SizeResult size = row.sizes().get(row.sizes().size() - 1);
            for (SideResult side : size.sides()) {
                side.rounds().stream()
                        .flatMap(round -> round.more().keySet().stream())
                        .filter(name -> name.startsWith(DISK) && name.endsWith(BYTES))
                        .distinct()
                        .sorted()
                        .forEach(name -> uses.add(new Use(
                                row.title() + ", " + row.engine() + ", " + side.title() + ": " + name,
                                side.median(name),
                                Double.NaN)));
            }
        }
        return uses;
    }

    private void draw(String title, String hint, List<Use> uses) {
        html.open("section").element("h2", title).element("p", hint, "class", "hint");
        html.open("div", "class", "card").open("div", "class", "bars");
        double greatest = uses.stream()
                .mapToDouble(use -> Double.isNaN(use.bound()) ? use.bytes() : Math.max(use.bytes(), use.bound()))
                .max()
                .orElse(1);
        Bars bars = new Bars(html, greatest * 1.05);
        uses.forEach(use -> bars.bar(
                use.bytes() > use.bound() ? "bad" : "subject",
                use.label(),
                Format.bytes(use.bytes()),
                Interval.exactly(use.bytes()),
                use.bound()));
        html.close("div");
        Table table = new Table(html, title, List.of("What", "Bytes", "At most"));
        uses.forEach(use -> table.row(List.of(
                use.label(), Format.bytes(use.bytes()), Double.isNaN(use.bound()) ? "–" : Format.bytes(use.bound()))));
        table.end();
        html.close("div").close("section");
    }
}
