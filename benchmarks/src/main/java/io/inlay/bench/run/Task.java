package io.inlay.bench.run;

import io.inlay.bench.catalogue.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One row to be measured on one engine.
 *
 * @param row the row
 * @param engine the engine
 * @param sizes at which sizes, ascending
 */
public record Task(Row row, String engine, List<Long> sizes) {
    /** A task with a copy of the sizes. */
    public Task {
        sizes = List.copyOf(sizes);
    }

    /**
     * All tasks of a run. Rows that share data stand one after the other on each engine, else the order is the catalogue's.
     *
     * @param engines the names of the engines, in the order in which each row takes them
     */
    public static List<Task> of(Collection<Row> rows, Collection<String> engines, Settings settings) {
        Map<String, List<Row>> byData = new LinkedHashMap<>();
        for (Row row : rows) {
            boolean asked = settings.only().isEmpty() || settings.only().contains(row.id());
            if (asked && !sizes(row, settings).isEmpty()) {
                byData.computeIfAbsent(row.data(), data -> new ArrayList<>()).add(row);
            }
        }
        List<Task> tasks = new ArrayList<>();
        for (List<Row> sharing : byData.values()) {
            for (String engine : engines) {
                sharing.stream()
                        .filter(row -> row.appliesTo(engine))
                        .forEach(row -> tasks.add(new Task(row, engine, sizes(row, settings))));
            }
        }
        return tasks;
    }

    private static List<Long> sizes(Row row, Settings settings) {
        return settings.quick() ? row.quickSizes() : row.sizes();
    }

    /** Whether it takes what another has prepared. */
    boolean sharesDataWith(Task other) {
        return row.data().equals(other.row.data()) && engine.equals(other.engine);
    }

    /** Bytes of disk that it takes at its height. */
    public long diskBytes() {
        return sizes.get(sizes.size() - 1) * row.diskPerUnit();
    }
}
