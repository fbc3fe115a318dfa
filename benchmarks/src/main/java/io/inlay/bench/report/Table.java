package io.inlay.bench.report;

import java.util.List;

/** A table of the page: a caption, a row of headings, rows whose first cell is a heading of its own. */
final class Table {
    private final Markup html;

    Table(Markup html, String caption, List<String> headings) {
        this.html = html;
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        html.open("table").element("caption", caption).open("thead").open("tr");
        headings.forEach(heading -> html.element("th", heading, "scope", "col"));
        html.close("tr").close("thead").open("tbody");
    }

    void row(List<String> cells) {
        html.open("tr").element("th", cells.get(0), "scope", "row");
        cells.subList(1, cells.size()).forEach(cell -> html.element("td", cell));
        html.close("tr");
    }

    void end() {
        html.close("tbody").close("table").close("div");
    }
}
