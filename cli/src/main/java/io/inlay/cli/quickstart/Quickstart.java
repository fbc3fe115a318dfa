package io.inlay.cli.quickstart;

import io.inlay.cli.access.AccessVersions;
import io.inlay.cli.store.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Watched compactions of the same data on one or more pairs of engines. */
public final class Quickstart {
    private static final String ROCKSDB = "rocksdb";
    private static final String LMDB = "lmdb";

    private final AccessVersions data;
    private final Steps steps;

    /**
     * Makes a run that has not begun.
     *
     * @param data at least two versions
     * @throws UsageException for fewer versions
     */
    public Quickstart(AccessVersions data, Steps steps) {
        if (data.versions().size() < 2) {
            throw new UsageException(data.name() + " holds " + data.versions().size()
                    + " files that end in .tsv or .tsv.gz; at least two are needed");
        }
        this.data = data;
        this.steps = steps;
    }

    /**
     * Runs on RocksDB, on LMDB, and from LMDB to RocksDB.
     *
     * @param directory absent or empty; it holds all stores afterwards
     */
    public QuickstartResult run(Path directory) throws IOException {
        List<TrialResult> trials = new ArrayList<>();
        trials.add(trial(directory, ROCKSDB, ROCKSDB, Map.of()));
        trials.add(trial(directory, LMDB, LMDB, Map.of()));
        trials.add(trial(directory, LMDB, ROCKSDB, Map.of()));
        return result(directory, trials);
    }

    /**
     * Runs on one engine.
     *
     * @param directory absent or empty; it holds both stores afterwards
     */
    public QuickstartResult run(Path directory, String engine, Map<String, String> settings) throws IOException {
        return result(directory, List.of(trial(directory, engine, engine, settings)));
    }

    private TrialResult trial(Path directory, String source, String base, Map<String, String> settings)
            throws IOException {
        Path stores = directory.resolve(Trial.name(source, base).replace(' ', '-'));
        return new Trial(source, base, settings, data, stores, steps).run();
    }

    private QuickstartResult result(Path directory, List<TrialResult> trials) {
        List<String> violations = new ArrayList<>();
        List<Fingerprint> states = trials.get(0).states();
        for (TrialResult trial : trials) {
            violations.addAll(trial.violations());
            if (!trial.states().equals(states)) {
                violations.add(trial.name() + " holds other bytes than "
                        + trials.get(0).name());
            }
        }
        return new QuickstartResult(data.name(), directory.toString(), trials, violations);
    }
}
