package io.inlay.bench.work.peer;

import io.inlay.bench.work.WorkPlace;
import io.inlay.engine.Engines;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a store can be kept in: the engine of the work place, or a library used plainly. */
public enum StoreKind {
    /** The engine that the work place names. */
    ENGINE,
    /** RocksDB by way of rocksdbjni. */
    ROCKSDBJNI,
    /** LMDB by way of lmdbjava. */
    LMDBJAVA,
    /** H2's MVStore. */
    MVSTORE,
    /** JetBrains Xodus. */
    XODUS;

    /** Names the kind among the options of a work place, and is none of the engine's. Without it the kind is ENGINE. */
    public static final String OPTION = "peer";

    /** The value of {@link #OPTION}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that a work place names. */
    static StoreKind of(WorkPlace place) {
        return valueOf(place.options().getOrDefault(OPTION, ENGINE.option()).toUpperCase(Locale.ROOT));
    }

    /** Name that tells a prepared store from those of other kinds and engines. */
    String label(WorkPlace place) {
        return this == ENGINE ? place.engine() : "plain-" + option();
    }

    /**
     * Opens a store.
     *
     * @param directory made if it is not there
     * @param durable whether a batch is durable when its write returns
     */
    RecordStore open(WorkPlace place, Path directory, boolean durable) {
        return switch (this) {
            case ENGINE -> {
                Map<String, String> options = new HashMap<>(place.options());
                options.remove(OPTION);
                yield new EngineStore(Engines.open(place.engine(), directory, options), durable);
            }
            case ROCKSDBJNI -> RocksStore.open(directory, durable);
            case LMDBJAVA -> LmdbStore.open(directory, durable);
            case MVSTORE -> MvStore.open(directory, durable);
            case XODUS -> XodusStore.open(directory, durable);
        };
    }
}
