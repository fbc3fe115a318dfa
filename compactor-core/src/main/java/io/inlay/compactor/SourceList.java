package io.inlay.compactor;

import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The sources of a merge or fold as the caller gives them, checked as far as no store has to be read. */
record SourceList(List<SyncSource> sources) {
    /** Where a sync is, whatever object stands for its store. */
    private record Place(Path directory, SyncId sync) {
        static Place of(SyncStore store, SyncId sync) {
            return new Place(store.engine().directory(), sync);
        }
    }

    /**
     * Checks a list.
     *
     * @throws SyncException INVALID for an empty list and a source listed twice
     * @throws NullPointerException for a null source
     */
    static SourceList of(List<SyncSource> sources) {
        SourceList list = new SourceList(List.copyOf(sources));
        if (list.sources.isEmpty()) {
            throw invalid("there is no source; at least one is needed");
        }
        Set<Place> seen = new HashSet<>();
        for (SyncSource source : list.sources) {
            if (!seen.add(Place.of(source.store(), source.sync()))) {
                throw invalid(source + " is listed twice; each source counts once");
            }
        }
        return list;
    }

    /**
     * Checks a list and the sync that its sources go into.
     *
     * @throws SyncException INVALID as {@link #of(List)}, and for the target among the sources
     * @throws NullPointerException for a null source
     */
    static SourceList of(List<SyncSource> sources, SyncStore base, SyncId target) {
        SourceList list = of(sources);
        for (SyncSource source : list.sources) {
            if (Place.of(source.store(), source.sync()).equals(Place.of(base, target))) {
                throw invalid(source + " is source and target; the target must be another sync");
            }
        }
        return list;
    }

    private static SyncException invalid(String message) {
        return new SyncException(Kind.INVALID, message);
    }
}
