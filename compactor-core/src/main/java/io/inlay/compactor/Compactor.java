package io.inlay.compactor;

import io.inlay.engine.Replacement;
import io.inlay.sync.NewSync;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncException.Kind;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.WorkMonitor;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes syncs of one store, the base, what they are in other stores. Base and source may be of any engines. Safe for many
 * threads at once.
 *
 * <p>A compaction reads one snapshot of the source, moves bytes as they are, and changes the base in one replacement over
 * the 14 ranges of the sync: every reader sees the sync wholly as it was or wholly as it becomes, also after a crash at any
 * instant, and all other syncs stay as they are. Doing it twice is doing it once.
 */
public final class Compactor {
    private final SyncStore base;
    private final CompactorSettings settings;

    /** A compactor with the default settings. */
    public Compactor(SyncStore base) {
        this(base, CompactorSettings.defaults());
    }

    /** A compactor that writes to the base, whose engine stays its opener's to close. */
    public Compactor(SyncStore base, CompactorSettings settings) {
        this.base = Objects.requireNonNull(base, "base");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Compacts with the default options; see {@link #compact(SyncStore, SyncId, CompactOptions)}. */
    public CompactResult compact(SyncStore source, SyncId sync) {
        return compact(source, sync, CompactOptions.defaults());
    }

    /**
     * Gives the base exactly the source's view of a sync. What is written to the source meanwhile is not in it. The sync is
     * held in the base from the first check to the end of the commit; handles on it are stale afterwards. Heap does not grow
     * with the sync. {@link Thread#interrupt} does not end the call; the flag is still set on return.
     *
     * @param source another store than the base
     * @throws SyncException INVALID when source and base are the same store; UNFINISHED when the source's sync has no end
     *     and the options do not take it; CORRUPT when its run record is damaged; BUSY; CANCELLED; TIMED_OUT. The base is as
     *     it was
     * @throws EmptySyncException when the source holds no key of the sync and the options do not tell to excise it; the base
     *     is as it was
     * @throws io.inlay.engine.EngineException from reading the source or staging, with those of other threads suppressed, or
     *     as {@link Replacement#commit}; the base is as it was unless the kind is OUTCOME_UNKNOWN
     */
    public CompactResult compact(SyncStore source, SyncId sync, CompactOptions options) {
        return compact(source, sync, options, false);
    }

    /** Copies with the default options; see {@link #copy(SyncStore, SyncId, CompactOptions)}. */
    public CompactResult copy(SyncStore source, SyncId sync) {
        return copy(source, sync, CompactOptions.defaults());
    }

    /**
     * Brings a sync into a base that holds nothing of it; otherwise as {@link #compact(SyncStore, SyncId, CompactOptions)}.
     *
     * @throws SyncException ALREADY_EXISTS when the base holds a key of the sync, which stays as it is; and as {@code compact}
     * @throws EmptySyncException when the source holds no key of the sync
     * @throws io.inlay.engine.EngineException as {@code compact}
     */
    public CompactResult copy(SyncStore source, SyncId sync, CompactOptions options) {
        return compact(source, sync, options.withOnEmpty(OnEmpty.REFUSE), true);
    }

    /** Rolls up with the default options; see {@link #rollup(SyncStore, List, CompactOptions)}. */
    public RollupResult rollup(SyncStore source, List<SyncId> syncs) {
        return rollup(source, syncs, CompactOptions.defaults());
    }

    /**
     * Compacts several syncs of a source one after the other, each in one step of its own. A finished sync whose run record
     * and statistics are byte for byte in the base already is skipped, so a rollup that was ended, even by a kill, goes on
     * when it is called again. All syncs are checked before the first is compacted.
     *
     * @param syncs at least one, none twice; compacted in this order
     * @param options those of each compaction, but that cancellation, deadline and budget are those of the whole; the listener
     *     hears the phases of each
     * @throws SyncException INVALID for no sync or one given twice, and as {@code compact}, from the checks or the first
     *     compaction; the base is as it was
     * @throws EmptySyncException when the source holds no key of one of them and the options do not tell to excise it; the
     *     base is as it was
     * @throws io.inlay.engine.EngineException as {@code compact}, from the first compaction
     * @throws RollupException whatever ended it later; tells what was done, and the failure is its cause
     */
    public RollupResult rollup(SyncStore source, List<SyncId> syncs, CompactOptions options) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(options, "options");
        requireOther(source);
        return new Rollup(this, base, source, List.copyOf(syncs), options).run();
    }

    /** Merges with the default options; see {@link #merge(List, SyncId, MergeOptions)}. */
    public MergeResult merge(List<SyncSource> sources, SyncId dest) {
        return merge(sources, dest, MergeOptions.defaults());
    }

    /**
     * Builds a sync of the base from others: of each key the record that was discovered last, where no time is before every
     * time; of several at the same time the one whose source is earlier in the list. Values go over byte for byte, assets do
     * not. The destination takes the strongest type among the sources, their latest end and their list, and keeps its start.
     *
     * <p>The destination is held from the first check to the end of the commit; handles on it are stale afterwards. Each
     * store is read through one snapshot. The result depends on the sources and their order alone, and is right even if
     * index rows of a source are not. Heap does not grow with the syncs, nor with their number. {@link Thread#interrupt}
     * does not end the call; the flag is still set on return.
     *
     * @param sources finished full, partial or resources-only syncs, of the base or of other stores
     * @param dest a sync of the base that was started, is not finished and holds nothing
     * @throws SyncException INVALID for an empty list, a source listed twice, of another type or equal to the destination, and
     *     for a destination that holds rows; NOT_FOUND; UNFINISHED for such a source; FINISHED for such a destination;
     *     CORRUPT for a key that is none of its kind and a record that decides and cannot be read, naming source and key; BUSY;
     *     CANCELLED; TIMED_OUT. The base is as it was
     * @throws io.inlay.engine.EngineException from reading the sources or staging, with those of other threads suppressed, or
     *     as {@link Replacement#commit}; the base is as it was unless the kind is OUTCOME_UNKNOWN
     */
    public MergeResult merge(List<SyncSource> sources, SyncId dest, MergeOptions options) {
        Objects.requireNonNull(dest, "dest");
        return merge(sources, dest, Optional.empty(), options);
    }

    /**
     * Starts a sync of the base and merges into it, in one step: nothing of it is there before all of it is, also after a
     * kill at any instant. Otherwise as {@link #merge(List, SyncId, MergeOptions)}.
     *
     * @param dest its type does not matter, that of the merged sync is what the sources make it; starts by the settings' clock
     *     unless told otherwise
     * @throws SyncException ALREADY_EXISTS when the base holds anything of a sync of that id; INVALID for a start that no
     *     record or id can hold; and as {@code merge}. The base is as it was
     * @throws io.inlay.engine.EngineException as {@code merge}
     */
    public MergeResult merge(List<SyncSource> sources, NewSync dest, MergeOptions options) {
        SyncRun run = dest.run(settings.clock());
        return merge(sources, run.id(), Optional.of(run), options);
    }

    private MergeResult merge(List<SyncSource> sources, SyncId dest, Optional<SyncRun> fresh, MergeOptions options) {
        SourceList list = SourceList.of(sources, base, dest);
        return WorkEvent.record(() -> new MergeEvent(dest, list.sources().size()), () -> {
            WorkMonitor monitor = WorkMonitor.start(options.control(), Phase.CHECK);
            return new MergeJob(settings, list, new MergeTarget(base, dest, fresh), monitor).run(options);
        });
    }

    /**
     * Checks, as things stand, what a merge checks before it stages anything, and changes nothing. That another call holds the
     * destination is not among it.
     *
     * @throws SyncException as {@link #merge(List, SyncId, MergeOptions)}
     * @throws io.inlay.engine.EngineException from reading
     */
    public void checkMerge(List<SyncSource> sources, SyncId dest) {
        MergeJob.check(SourceList.of(sources, base, dest), new MergeTarget(base, dest, Optional.empty()));
    }

    /**
     * The same for a destination that is started with the merge.
     *
     * @throws SyncException as {@link #merge(List, NewSync, MergeOptions)}
     * @throws io.inlay.engine.EngineException from reading
     */
    public void checkMerge(List<SyncSource> sources, NewSync dest) {
        SyncRun run = dest.run(settings.clock());
        MergeJob.check(SourceList.of(sources, base, run.id()), new MergeTarget(base, run.id(), Optional.of(run)));
    }

    /**
     * The same without a destination, such as one in a store that is still to be made.
     *
     * @throws SyncException as {@link #merge(List, SyncId, MergeOptions)}, for the sources
     * @throws io.inlay.engine.EngineException from reading
     */
    public static void checkSources(List<SyncSource> sources) {
        SourceViews.open(SourceList.of(sources)).close();
    }

    /** Folds with the default options; see {@link #fold(SyncId, List, FoldOptions)}. */
    public FoldResult fold(SyncId sync, List<SyncSource> newer) {
        return fold(sync, newer, FoldOptions.defaults());
    }

    /**
     * Makes a finished sync of the base the merge of others and itself, as the last in the list, under its own id: of each key
     * the record that was discovered last, where no time is before every time; of several at the same time the one whose source
     * is earlier in the list, and that of the base last. Assets of the base stay, others do not come. The sync takes the
     * strongest type among all, their latest end and their list, in which what it was made of before stays; statistics are
     * written only where a count changes. Whatever the strategy, the rows are the same.
     *
     * <p>The sync is held from the first check to the end of the commit; handles on it are stale once anything was written.
     * Each store is read through one snapshot. Heap does not grow with the syncs. {@link Thread#interrupt} does not end the
     * call; the flag is still set on return.
     *
     * @param newer finished full, partial or resources-only syncs, of the base or of other stores, but not the sync itself. A
     *     full sync does not take away what it no longer saw: {@link MergePlan} tells which syncs belong over a base
     * @throws SyncException INVALID for an empty list, a source listed twice, of another type or equal to the sync; NOT_FOUND;
     *     UNFINISHED; CORRUPT for a key that is none of its kind and a record that decides and cannot be read, naming sync and
     *     key; BUSY; CANCELLED; TIMED_OUT. The base is as it was
     * @throws io.inlay.engine.EngineException from reading or staging, with those of other threads suppressed, or as {@link
     *     Replacement#commit}; the base is as it was unless the kind is OUTCOME_UNKNOWN
     */
    public FoldResult fold(SyncId sync, List<SyncSource> newer, FoldOptions options) {
        Objects.requireNonNull(sync, "sync");
        Objects.requireNonNull(options, "options");
        SourceList list = SourceList.of(newer, base, sync);
        return WorkEvent.record(
                () -> new FoldEvent(sync, list.sources().size()),
                () -> FoldJob.run(base, settings, sync, list, options));
    }

    /**
     * Checks, as things stand, what a fold checks before it stages anything, and changes nothing. That another call holds the
     * sync is not among it.
     *
     * @throws SyncException as {@link #fold(SyncId, List, FoldOptions)}
     * @throws io.inlay.engine.EngineException from reading
     */
    public void checkFold(SyncId sync, List<SyncSource> newer) {
        FoldJob.check(base, sync, SourceList.of(newer, base, sync));
    }

    private CompactResult compact(SyncStore source, SyncId sync, CompactOptions options, boolean mustBeNew) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(sync, "sync");
        Objects.requireNonNull(options, "options");
        return WorkEvent.record(() -> new CompactEvent(sync), () -> {
            requireOther(source);
            WorkMonitor monitor = WorkMonitor.start(options.control(), Phase.CHECK);
            return new CompactJob(settings, base, source, sync, monitor).run(options, mustBeNew);
        });
    }

    private void requireOther(SyncStore source) {
        Path directory = base.engine().directory();
        if (source.engine().directory().equals(directory)) {
            throw new SyncException(Kind.INVALID, "source and base are the same store, " + directory);
        }
    }
}
