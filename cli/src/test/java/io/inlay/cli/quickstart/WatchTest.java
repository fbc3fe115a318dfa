package io.inlay.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.cli.access.AccessIds;
import io.inlay.cli.access.AccessRecords;
import io.inlay.cli.access.AccessRows;
import io.inlay.cli.access.Organisation;
import io.inlay.compactor.CompactOptions;
import io.inlay.compactor.Compactor;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.ImportOptions;
import io.inlay.sync.bulk.Phase;
import io.inlay.sync.bulk.SyncImport;
import io.inlay.sync.bulk.WorkControl;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two readers tell an atomic install from one that goes bucket by bucket. */
@Timeout(600)
class WatchTest {
    private static final int SPACING = 40;

    private final SyncId sync;

    @TempDir
    Path directory;

    WatchTest() {
        try (AccessRows rows = Organisation.at(1)) {
            sync = AccessIds.syncId(rows.header());
        }
    }

    private Engine open(String engine, String name) {
        return Engines.open(engine, directory.resolve(name), Map.of());
    }

    /** Imports a part of a version of the organisation: every record of some kinds, and some of the grants. */
    private void fill(Engine engine, int version) {
        ImportOptions options = ImportOptions.defaults().withReplace(true);
        try (AccessRows rows = new Thinned(Organisation.at(version), SPACING);
                SyncImport target =
                        SyncImport.begin(SyncStore.open(engine), AccessRecords.run(sync, rows.header()), options)) {
            AccessRecords.addAll(rows, target);
            target.commit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void an_install_bucket_by_bucket_is_seen_as_mixed(String name) {
        try (Engine base = open(name, "base");
                Engine source = open(name, "source")) {
            fill(base, 1);
            fill(source, 2);
            State before = State.of(base, sync);
            State after = State.of(source, sync);
            try (Watch watch = new Watch(base, sync, before, after)) {
                watch.awaitRounds(1);
                watch.installing();
                for (SyncRange part : SyncRanges.of(sync)) {
                    replace(base, source, part);
                    watch.awaitWholeRound();
                }
                Watch.Seen seen = watch.afterCommit();
                for (Rounds rounds : List.of(seen.scanner(), seen.prober())) {
                    assertThat(rounds.sawMixed()).isPositive();
                    assertThat(rounds.sawOld()).isPositive();
                    assertThat(rounds.sawNew()).isPositive();
                    assertThat(rounds.areClean()).isFalse();
                }
            }
            assertThat(Comparison.of(base, source, sync).difference()).isEmpty();
        }
    }

    private static void replace(Engine base, Engine source, SyncRange part) {
        try (Replacement replacement = base.begin();
                Cursor cursor = source.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
            RunWriter run = replacement.excise(part.range());
            run.addAll(cursor, Long.MAX_VALUE);
            run.finish();
            replacement.commit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "lmdb"})
    void a_compaction_is_seen_whole(String name) {
        try (Engine base = open(name, "base");
                Engine source = open(name, "source")) {
            fill(base, 1);
            fill(source, 2);
            State before = State.of(base, sync);
            State after = State.of(source, sync);
            try (Watch watch = new Watch(base, sync, before, after)) {
                compact(base, source, watch);
                Watch.Seen seen = watch.afterCommit();
                assertThat(seen.scanner().areClean()).as("%s", seen).isTrue();
                assertThat(seen.prober().areClean()).as("%s", seen).isTrue();
                assertThat(seen.scanner().across()).isPositive();
            }
        }
    }

    private void compact(Engine base, Engine source, Watch watch) {
        boolean[] held = {false};
        WorkControl control = WorkControl.none().withListener(progress -> {
            if (progress.phase() == Phase.COMMIT && !held[0]) {
                held[0] = true;
                watch.beforeCommit();
            }
        });
        new Compactor(SyncStore.open(base))
                .compact(SyncStore.open(source), sync, CompactOptions.defaults().withControl(control));
    }

    @Test
    void what_is_visible_before_its_commit_is_out_of_order() {
        try (Engine base = open("lmdb", "base");
                Engine source = open("lmdb", "source")) {
            fill(base, 1);
            fill(source, 2);
            try (Watch watch = new Watch(base, sync, State.of(base, sync), State.of(source, sync))) {
                watch.awaitRounds(1);
                new Compactor(SyncStore.open(base)).compact(SyncStore.open(source), sync);
                watch.awaitWholeRound();
                assertThat(watch.afterCommit().prober().outOfOrder()).isPositive();
            }
        }
    }

    @Test
    void equal_states_cannot_be_told_apart() {
        try (Engine base = open("lmdb", "base")) {
            fill(base, 1);
            State state = State.of(base, sync);
            assertThatThrownBy(() -> new Watch(base, sync, state, state)).hasMessageContaining("nothing to watch");
        }
    }

    @Test
    void a_reader_that_fails_ends_the_watch() {
        Engine base = open("rocksdb", "base");
        fill(base, 1);
        State before = State.of(base, sync);
        fill(base, 2);
        State after = State.of(base, sync);
        try (Watch watch = new Watch(base, sync, before, after)) {
            watch.awaitRounds(1);
            base.close();
            assertThatThrownBy(() -> watch.awaitRounds(Long.MAX_VALUE)).hasMessageContaining("failed");
        }
    }
}
