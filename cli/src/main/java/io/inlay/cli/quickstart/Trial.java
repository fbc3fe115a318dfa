package io.inlay.cli.quickstart;

import io.inlay.cli.access.AccessIds;
import io.inlay.cli.access.AccessRecords;
import io.inlay.cli.access.AccessRows;
import io.inlay.cli.access.AccessVersions;
import io.inlay.cli.access.AccessVersions.Version;
import io.inlay.cli.store.Directories;
import io.inlay.cli.store.NewOrOld;
import io.inlay.compactor.CompactOptions;
import io.inlay.compactor.CompactResult;
import io.inlay.compactor.Compactor;
import io.inlay.engine.Engine;
import io.inlay.sync.SyncStats;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.ImportOptions;
import io.inlay.sync.bulk.ImportResult;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.Progress;
import io.inlay.sync.bulk.SyncImport;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Successive snapshots on their way through a pair of stores: the first goes into the base; each later one goes into the
 * source under the same sync id, and from there, watched, into the base.
 */
final class Trial {
    private final String sourceEngine;
    private final String baseEngine;
    private final Map<String, String> settings;
    private final List<Version> versions;
    private final SyncId sync;
    private final Path directory;
    private final Steps steps;
    private final List<String> violations = new ArrayList<>();

    /**
     * A trial that has not begun.
     *
     * @param directory absent or empty; it will hold both stores
     */
    Trial(
            String sourceEngine,
            String baseEngine,
            Map<String, String> settings,
            AccessVersions data,
            Path directory,
            Steps steps) {
        this.sourceEngine = sourceEngine;
        this.baseEngine = baseEngine;
        this.settings = settings;
        this.versions = data.versions();
        this.sync = AccessIds.syncId(versions.get(0).header());
        this.directory = directory;
        this.steps = steps;
    }

    /** The engine, or both: {@code lmdb to rocksdb}. */
    static String name(String sourceEngine, String baseEngine) {
        return sourceEngine.equals(baseEngine) ? baseEngine : sourceEngine + " to " + baseEngine;
    }

    private String name() {
        return name(sourceEngine, baseEngine);
    }

    Path baseDirectory() {
        return directory.resolve("base");
    }

    Path sourceDirectory() {
        return directory.resolve("source");
    }

    TrialResult run() throws IOException {
        List<Duration> imports = new ArrayList<>();
        List<Fingerprint> states = new ArrayList<>();
        List<Compaction> compactions = new ArrayList<>();
        Comparison comparison;
        try (NewOrOld base = NewOrOld.open(baseDirectory(), baseEngine, settings);
                NewOrOld source = NewOrOld.open(sourceDirectory(), sourceEngine, settings)) {
            imports.add(importInto(base.engine(), versions.get(0)));
            State state = State.of(base.engine(), sync);
            states.add(state.whole());
            for (Version version : versions.subList(1, versions.size())) {
                imports.add(importInto(source.engine(), version));
                State next = State.of(source.engine(), sync);
                compactions.add(compact(base.engine(), source.engine(), version, state, next));
                states.add(next.whole());
                state = next;
            }
            steps.step(name() + ": comparison of base and source");
            comparison = Comparison.of(base.engine(), source.engine(), sync);
        }
        comparison.difference().ifPresent(difference -> violation("base and source differ, " + difference));
        return new TrialResult(
                sourceEngine,
                baseEngine,
                sourceDirectory().toString(),
                baseDirectory().toString(),
                sync.toString(),
                imports,
                states,
                compactions,
                comparison.rows(),
                Directories.bytes(sourceDirectory()),
                Directories.bytes(baseDirectory()),
                List.copyOf(violations));
    }

    private Duration importInto(Engine engine, Version version) throws IOException {
        steps.step(name() + ": import of " + version.name());
        long start = System.nanoTime();
        SyncStore store = SyncStore.open(engine);
        ImportOptions options = ImportOptions.defaults()
                .withReplace(true)
                .withControl(WorkControl.none().withListener(steps));
        try (AccessRows rows = version.open();
                SyncImport target = SyncImport.begin(store, AccessRecords.run(sync, rows.header()), options)) {
            AccessRecords.addAll(rows, target);
            ImportResult result = target.commit();
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            checkGrants(engine, result, version);
            return time;
        }
    }

    private void checkGrants(Engine engine, ImportResult result, Version version) {
        long grants = SyncStats.find(engine, result.sync()).orElseThrow().getGrants();
        if (version.knownGrants() >= 0 && version.knownGrants() != grants) {
            violation(String.format("%s has %,d grants, not %,d", version.name(), version.knownGrants(), grants));
        }
    }

    private Compaction compact(Engine base, Engine source, Version version, State before, State after) {
        steps.step(name() + ": compaction of " + version.name());
        try (Watch watch = new Watch(base, sync, before, after)) {
            Commit commit = new Commit(watch);
            CompactResult result = new Compactor(SyncStore.open(base))
                    .compact(
                            SyncStore.open(source),
                            sync,
                            CompactOptions.defaults()
                                    .withControl(WorkControl.none().withListener(commit::at)));
            Duration committed = commit.elapsed();
            Watch.Seen seen = watch.afterCommit();
            check(seen.scanner(), "scanner", version);
            check(seen.prober(), "prober", version);
            if (seen.scanner().across() == 0) {
                violation("no scan spanned the commit of " + version.name());
            }
            return new Compaction(
                    time(result, Phase.CHECK),
                    time(result, Phase.STAGE),
                    committed,
                    result.replaced().writersHeld(),
                    result.replaced().bytesCopied(),
                    result.replaced().bytesLinked(),
                    seen.scanner(),
                    seen.prober());
        }
    }

    private static Duration time(CompactResult result, Phase phase) {
        return result.times().getOrDefault(phase, Duration.ZERO);
    }

    private void check(Rounds rounds, String watcher, Version version) {
        if (!rounds.areClean()) {
            violation("while " + version.name() + " was compacted the " + watcher + " saw " + rounds);
        }
    }

    private void violation(String what) {
        violations.add(name() + ": " + what);
    }

    /** The beginning of a commit: holds it until the watchers are ready, and takes the time from then on. */
    private final class Commit {
        private final Watch watch;
        private long begun;

        Commit(Watch watch) {
            this.watch = watch;
        }

        void at(Progress progress) {
            steps.at(progress);
            if (progress.phase() == Phase.COMMIT && begun == 0) {
                watch.beforeCommit();
                begun = System.nanoTime();
            }
        }

        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }
}
