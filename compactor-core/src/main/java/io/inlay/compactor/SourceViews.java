package io.inlay.compactor;

import io.inlay.compactor.merge.MergeInput;
import io.inlay.engine.Sizes;
import io.inlay.engine.Snapshot;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.record.SyncTypes;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** One snapshot of each store that sources are in, with their runs as read from it. To be closed. */
final class SourceViews implements AutoCloseable {
    private final IdentityHashMap<SyncStore, Snapshot> snapshots = new IdentityHashMap<>();
    private final List<MergeInput> inputs = new ArrayList<>();
    private final List<SyncRun> runs = new ArrayList<>();

    private SourceViews() {}

    /**
     * Opens the stores of sources and checks that these may be merged.
     *
     * @throws SyncException NOT_FOUND for a source that is not there; UNFINISHED for one without an end; INVALID for one that
     *     is half of a diff or of no known type; CORRUPT for a damaged run record
     */
    static SourceViews open(SourceList list) {
        SourceViews views = new SourceViews();
        try {
            list.sources().forEach(views::add);
            return views;
        } catch (RuntimeException | Error e) {
            views.close();
            throw e;
        }
    }

    private void add(SyncSource source) {
        Snapshot view = snapshot(source.store());
        SyncRun run =
                SyncRun.find(view, source.sync()).orElseThrow(() -> refuse(Kind.NOT_FOUND, source, "is not there"));
        if (!SyncTypes.isCompactable(run.type())) {
            throw refuse(
                    Kind.INVALID,
                    source,
                    "is of type \"" + SyncTypes.text(run.type())
                            + "\"; only full, partial and resources_only syncs are merged");
        }
        if (!run.isFinished()) {
            throw refuse(Kind.UNFINISHED, source, "is not finished");
        }
        runs.add(run);
        inputs.add(new MergeInput(
                view,
                source.sync(),
                source.toString(),
                source.store().engine().find(Sizes.class).orElse(null)));
    }

    private static SyncException refuse(Kind kind, SyncSource source, String what) {
        return new SyncException(kind, source + " " + what);
    }

    /** The snapshot of a store, opened when first asked for. */
    Snapshot snapshot(SyncStore store) {
        return snapshots.computeIfAbsent(store, opened -> opened.engine().snapshot());
    }

    /** The sources in their order. */
    List<MergeInput> inputs() {
        return inputs;
    }

    /** The runs of the sources in their order. */
    List<SyncRun> runs() {
        return runs;
    }

    @Override
    public void close() {
        snapshots.values().forEach(Snapshot::close);
    }
}
