package io.inlay.bench.report;

import io.inlay.bench.result.Machine;
import io.inlay.bench.result.Origin;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.RowResult;
import java.util.List;
import java.util.Map;

/** Where, when and how it was measured, and what was left out. */
final class OriginSection {
    private final Markup html;
    private final Results results;

    OriginSection(Markup html, Results results) {
        this.html = html;
        this.results = results;
    }

    void draw() {
        html.open("section").element("h2", "How it was measured");
        html.element(
                "p",
                "The sides of a row take turns, each round in a fresh process with warm page cache."
                        + " Where a table has first.nanos, a round is the least time of several repeats in that process, warm,"
                        + " and first.nanos is that of the first, median of the rounds. A ratio is one of least"
                        + " times. The spread is how far the median lies above the least, as a part of the least; where it is"
                        + " above " + Format.percent(RowResult.GREATEST_SPREAD)
                        + ", all rounds are taken again, and what stays above it is not to be quoted.");
        if (!results.leftOut().isEmpty()) {
            html.element("h3", "Left out").open("ul");
            results.leftOut().forEach(one -> html.element("li", one));
            html.close("ul");
        }
        origin(results.origin());
        html.close("section");
    }

    private void origin(Origin origin) {
        Machine machine = origin.machine();
        Table table = new Table(html, "Machine and settings", List.of("What", "Value"));
        table.row(List.of("Command", origin.command()));
        table.row(List.of("Begun", origin.begun()));
        table.row(List.of("Took", Format.time(origin.seconds() * 1e9)));
        table.row(List.of("Commit", origin.commit()));
        table.row(List.of("Processor", machine.processor() + ", " + machine.cores() + " cores"));
        table.row(List.of("Memory", Format.bytes(machine.memoryBytes())));
        table.row(List.of("System", machine.system()));
        table.row(List.of("File system", machine.fileSystem()));
        table.row(List.of("JDK", origin.jdk()));
        table.row(List.of("JDK for foreign functions", origin.newJdk().isEmpty() ? "none found" : origin.newJdk()));
        table.row(List.of("JVM options", origin.jvmOptions()));
        table.row(List.of("Rounds", Integer.toString(origin.rounds())));
        for (Map.Entry<String, String> library : origin.libraries().entrySet()) {
            table.row(List.of(library.getKey(), library.getValue()));
        }
        table.end();
    }
}
