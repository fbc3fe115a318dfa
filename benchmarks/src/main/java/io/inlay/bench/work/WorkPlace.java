package io.inlay.bench.work;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where and on what a {@link Work} works.
 *
 * @param data a directory that lasts for all rounds and is shared by both sides of a comparison
 * @param scratch an empty directory of this round, removed after it
 * @param engine the name of the engine, as {@link io.inlay.engine.Engines#open} knows it
 * @param size how large the data is: records, or grants of the anchor data set
 * @param options options of the engine
 */
public record WorkPlace(Path data, Path scratch, String engine, long size, Map<String, String> options) {
    /** A work place with a copy of the options. */
    public WorkPlace {
        options = Map.copyOf(options);
    }
}
