package io.inlay.bench.report;

import io.inlay.bench.result.Goal;
import io.inlay.bench.result.Goal.Verdict;
import io.inlay.bench.result.Machine;
import io.inlay.bench.result.Origin;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.RowResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Results as one HTML page. */
public final class Report {
    private static final String STYLE = "report.css";

    private final Markup html = new Markup();
    private final Results results;

    private Report(Results results) {
        this.results = results;
    }

    /** The page. */
    public static String html(Results results) {
        return new Report(results).page();
    }

    private String page() {
        html.verbatim("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        html.verbatim(
                "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.verbatim("<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n");
        html.element("title", "Inlay benchmarks")
                .open("style")
                .verbatim(style())
                .close("style")
                .close("head");
        html.open("body").open("main");
        head();
        new GoalSection(html, results.rows()).draw();
        rows();
        new ResourceSection(html, results.rows()).draw();
        new OriginSection(html, results).draw();
        html.close("main").close("body").close("html");
        return html.toString();
    }

    private static String style() {
        try (InputStream style = Objects.requireNonNull(Report.class.getResourceAsStream(STYLE))) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + STYLE, e);
        }
    }

    private void head() {
        Origin origin = results.origin();
        html.open("header").element("h1", "Inlay benchmarks");
        html.element(
                "p",
                origin.machine().processor() + ", " + origin.machine().cores() + " cores, JDK " + origin.jdk() + ", "
                        + origin.begun().replaceFirst("T.*", "") + (origin.quick() ? ", small sizes" : ""),
                "class",
                "lead");
        html.close("header");
        if (!results.complete()) {
            notice("Partial results: the run was ended before it had measured everything.");
        }
        if (Machine.keepsInMemory(origin.machine().fileSystem())) {
            notice("Data lay in memory (" + origin.machine().fileSystem()
                    + "): durable copies mean nothing there, and nothing against them is to be quoted.");
        }
        html.open("ul", "class", "tiles");
        tile(Verdict.REACHED, "targets reached");
        tile(Verdict.MISSED, "missed");
        tile(Verdict.NOT_QUOTABLE, "not to be quoted");
        tile(Verdict.NOT_MEASURED, "not measured");
        html.close("ul");
    }

    private void notice(String text) {
        html.element("p", text, "class", "notice", "role", "note");
    }

    private void tile(Verdict verdict, String label) {
        long count = results.rows().stream()
                .map(RowResult::goal)
                .filter(Objects::nonNull)
                .map(Goal::verdict)
                .filter(verdict::equals)
                .count();
        html.open("li", "class", "tile " + Verdicts.kind(verdict))
                .element("b", Long.toString(count))
                .element("span", label)
                .close("li");
    }

    private void rows() {
        Map<String, List<RowResult>> byId = new LinkedHashMap<>();
        results.rows()
                .forEach(row ->
                        byId.computeIfAbsent(row.id(), id -> new ArrayList<>()).add(row));
        html.open("section").element("h2", "What was measured");
        byId.values().forEach(rows -> new RowSection(html, rows).draw());
        html.close("section");
    }
}
