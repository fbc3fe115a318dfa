package io.inlay.cli;

import static io.inlay.sync.record.SyncType.SYNC_TYPE_FULL;
import static io.inlay.sync.record.SyncType.SYNC_TYPE_PARTIAL;
import static io.inlay.sync.record.SyncType.SYNC_TYPE_PARTIAL_UPSERTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run refuses what the run refuses, with the same line and exit code. */
class DryRunTest {
    @TempDir
    Path directory;

    private Path main;
    private Path branch;
    private Path absent;

    @BeforeEach
    void fill() {
        main = directory.resolve("main");
        branch = directory.resolve("branch");
        absent = directory.resolve("n");
        History.put(main, "lmdb", 1, SYNC_TYPE_FULL, "ann");
        History.put(branch, "rocksdb", 3, SYNC_TYPE_PARTIAL, "bob");
        History.leaveOpen(branch, "rocksdb", 4, SYNC_TYPE_PARTIAL, "eve");
        History.put(branch, "rocksdb", 5, SYNC_TYPE_PARTIAL_UPSERTS, "fay");
    }

    private static String at(Path store, int number) {
        return store + ":" + History.id(number);
    }

    private void refused(int code, String part, Object... args) {
        Object[] dry = Arrays.copyOf(args, args.length + 1);
        dry[args.length] = "--dry-run";
        Map<String, String> before = Held.entries(main);
        Ran real = Ran.inlay(args).failed(code, part);
        assertThat(Ran.inlay(dry).failed(code, part).err()).isEqualTo(real.err());
        assertThat(Held.entries(main)).isEqualTo(before);
        assertThat(absent).doesNotExist();
    }

    @Test
    void merges_of_unfit_sources() {
        for (Object[] into : new Object[][] {{main}, {absent, "--engine", "lmdb"}}) {
            refusedMerge(1, "there is no sync " + History.id(7), into, at(branch, 7));
            refusedMerge(1, "is not finished", into, at(branch, 3), at(branch, 4));
            refusedMerge(1, "partial_upserts", into, at(branch, 5));
            refusedMerge(1, "is listed twice", into, at(branch, 3), at(branch, 3));
            refusedMerge(1, "no store at", into, directory.resolve("nowhere"));
        }
        refusedMerge(1, "there is no sync", new Object[] {absent, "--engine", "lmdb"}, at(absent, 1));
    }

    private void refusedMerge(int code, String part, Object[] into, Object... sources) {
        Object[] args = new Object[sources.length + into.length + 2];
        args[0] = "merge";
        System.arraycopy(sources, 0, args, 1, sources.length);
        args[sources.length + 1] = "--into";
        System.arraycopy(into, 0, args, sources.length + 2, into.length);
        refused(code, part, args);
    }

    @Test
    void merges_into_unfit_destinations() {
        SyncId full = History.leaveOpen(main, "lmdb", 8, SYNC_TYPE_PARTIAL, "gus");
        refused(1, "is finished", "merge", branch, "--into", main, "--sync", History.id(1));
        refused(1, "holds rows of grant", "merge", at(branch, 3), "--into", main, "--sync", full);
        refused(1, "is source and target", "merge", at(main, 1), "--into", main, "--sync", History.id(1));
        refused(2, "--engine NAME makes one", "merge", main, "--into", absent);
        refused(2, "one inside the other", "merge", main, "--into", main.resolve("in"), "--engine", "lmdb");
        SyncId started = History.leaveOpen(main, "lmdb", 9, SYNC_TYPE_PARTIAL);
        Ran.inlay("merge", branch, "--into", main, "--sync", started, "--dry-run")
                .done();
        Ran.inlay("merge", main, "--dry-run").done();
        Ran.inlay("merge", main, absent, "--into", absent, "--engine", "lmdb", "--dry-run")
                .done();
        assertThat(absent).doesNotExist();
    }

    @Test
    void folds() {
        String base = History.id(1).toString();
        refused(1, "is not there", "fold", at(branch, 3), "--into", main, "--sync", History.id(7));
        refused(1, "there is no sync", "fold", at(branch, 7), "--into", main, "--sync", base);
        refused(1, "is source and target", "fold", at(main, 1), "--into", main, "--sync", base);
        refused(1, "is listed twice", "fold", at(branch, 3), at(branch, 3), "--into", main, "--sync", base);
        refused(1, "is not finished", "fold", at(branch, 4), "--into", main, "--sync", base);
        refused(1, "partial_upserts", "fold", at(branch, 5), "--into", main, "--sync", base);
        refused(1, "is not finished", "fold", at(branch, 3), "--into", branch, "--sync", History.id(4));
        refused(1, "partial_upserts", "fold", at(branch, 3), "--into", branch, "--sync", History.id(5));
        refused(1, "no store at", "fold", main, "--into", absent);
    }

    @Test
    void unknown_engines_and_options() throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve("photos")).resolve("cat.jpg"), "purr");
        for (Object[] args :
                new Object[][] {{"retain", main}, {"merge", branch, "--into", main}, {"fold", branch, "--into", main}
                }) {
            refused(2, "no engine \"wrong\"", with(args, "--engine", "wrong"));
            refused(1, "belongs to engine", with(args, "--engine", "rocksdb"));
            refused(2, "no option \"speed\"", with(args, "--set", "speed=1"));
            refused(2, "maxOpenViews", with(args, "--set", "maxOpenViews=many"));
        }
        for (String engine : new String[] {"rocksdb", "lmdb"}) {
            Object[] merge = {"merge", main, "--engine", engine, "--into"};
            refused(2, "no option \"speed\"", with(merge, absent, "--set", "speed=1"));
            refused(2, "maxOpenViews", with(merge, absent, "--set", "maxOpenViews=many"));
            refused(1, "not empty", with(merge, directory.resolve("photos")));
        }
        refused(2, "--into DIR tells where", "merge", main, "--engine", "wrong");
        refused(2, "--into DIR tells where", "merge", main, "--set", "speed=1");
    }

    private static Object[] with(Object[] args, Object... more) {
        Object[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return all;
    }

    @Test
    void a_file_where_a_directory_should_be_is_named() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        Path data = AccessData.small(directory);
        for (String below : new String[] {"file", "file/x", "file/x/y"}) {
            Path into = directory.resolve(below);
            refused(2, file + " is not a directory", "merge", main, "--into", into, "--engine", "lmdb");
            Ran.inlay("import", "--engine", "rocksdb", "--into", into, data).failed(2, file + " is not a directory");
        }
        refused(2, file + " is not a directory", "merge", main, "--into", file.resolve("x"));
        assertThat(file).hasContent("x");
    }
}
