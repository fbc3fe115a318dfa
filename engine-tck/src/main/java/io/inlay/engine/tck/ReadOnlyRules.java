package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Replacement;
import io.inlay.engine.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** What a read-only engine does: rule R43, and R17 on it. */
interface ReadOnlyRules {
    /** A store that has seen every kind of change, closed; returns what it holds. */
    static Contents fill(Fixture fixture) {
        Engine engine = fixture.open();
        List<Contents> history = history();
        engine.write(history.get(1).asBatch(), Durability.SYNC);
        try (Replacement replacement = engine.begin()) {
            history.get(2).in(range("k", "l")).addTo(replacement.excise(range("k", "l")));
            replacement.commit();
        }
        engine.write(new Batch().put(bytes("b"), bytes("2")).delete(bytes("a")), Durability.RELAXED);
        engine.close();
        return history.get(3);
    }

    /** The states that a filled store has seen, the empty one first. */
    static List<Contents> history() {
        Contents written = Contents.numbered("k", 0, 4_000, "written").put("a", "1");
        Contents replaced = Contents.numbered("k", 0, 4_000, "replaced").put("a", "1");
        return List.of(
                new Contents(), written, replaced, replaced.copy().put("b", "2").delete("a"));
    }

    @Test
    default void R17_a_read_only_engine_refuses_one_view_too_many(Fixture fixture) {
        Engine writable = fixture.open();
        Contents contents = Contents.of("a", "1");
        writable.write(contents.asBatch(), Durability.SYNC);
        writable.close();
        Engine engine = fixture.openReadOnly();
        int limit = engine.limits().maxOpenViews();
        if (limit > ReadingRules.MOST_VIEWS) {
            fixture.notVerified("RETRY for one view too many, read-only: " + limit + " may be open");
            return;
        }
        List<Snapshot> open = new ArrayList<>();
        while (open.size() < limit) {
            open.add(engine.snapshot());
        }
        for (int round = 0; round < 2; round++) {
            Expect.kind(Kind.RETRY, engine::snapshot);
            Expect.kind(Kind.RETRY, () -> engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT));
            open.remove(0).close();
            open.add(engine.snapshot());
        }
        open.forEach(Snapshot::close);
        Expect.holds(contents, engine);
    }

    @Test
    default void R43_read_only_changes_no_byte_and_no_name(Fixture fixture) throws IOException {
        Contents contents = fill(fixture);
        SortedMap<String, String> before = Directories.listing(fixture.directory());
        for (int round = 0; round < 2; round++) {
            Engine engine = fixture.openReadOnly();
            Expect.holds(contents, engine);
            for (Runnable call : Capabilities.calls(engine, fixture.path("checkpoint-" + round))) {
                try {
                    call.run();
                } catch (EngineException e) {
                    assertEquals(Kind.READ_ONLY, e.kind());
                }
            }
            assertEquals(before, Directories.listing(fixture.directory()));
            engine.close();
            assertEquals(before, Directories.listing(fixture.directory()));
        }
        Expect.holds(contents, fixture.open());
    }

    @Test
    default void R43_read_only_refuses_to_write(Fixture fixture) {
        Contents contents = fill(fixture);
        Engine engine = fixture.openReadOnly();
        Expect.kind(Kind.READ_ONLY, () -> engine.write(new Batch().put(bytes("x"), bytes("v")), Durability.SYNC));
        Expect.kind(Kind.READ_ONLY, () -> engine.write(new Batch(), Durability.RELAXED));
        Expect.kind(Kind.READ_ONLY, engine::sync);
        Expect.kind(Kind.READ_ONLY, engine::begin);
        engine.find(Reclaim.class)
                .ifPresent(reclaim -> Expect.kind(Kind.READ_ONLY, () -> reclaim.run(range("", ""), () -> false)));
        Expect.holds(contents, engine);
    }

    @Test
    default void R43_read_only_reads_what_a_killed_process_left(Fixture fixture) throws IOException {
        Contents expected;
        try (Child child = Child.start(fixture, WritesJob.class, "1", "43")) {
            for (int acknowledged = 0; acknowledged < 40; acknowledged++) {
                child.line();
            }
            child.kill();
        }
        SortedMap<String, String> before = Directories.listing(fixture.directory());
        Engine reader = fixture.openReadOnly();
        expected = Contents.of(reader);
        Expect.holds(expected, reader);
        reader.close();
        assertEquals(before, Directories.listing(fixture.directory()));
        Expect.holds(expected, fixture.open());
    }

    @Test
    default void R43_read_only_works_without_write_permission(Fixture fixture) throws IOException {
        Contents contents = fill(fixture);
        if (!fixture.posix()) {
            fixture.notVerified("reading without write permission: files have no POSIX permissions here");
            return;
        }
        List<Path> tree = Directories.tree(fixture.directory());
        try {
            permit(tree, "r-x------", "r--------");
            if (Files.isWritable(fixture.directory())) {
                fixture.notVerified("reading without write permission: this user may write everywhere");
            }
            Engine engine = fixture.openReadOnly();
            Expect.holds(contents, engine);
            engine.close();
        } finally {
            permit(tree, "rwx------", "rw-------");
        }
    }

    private static void permit(List<Path> tree, String directories, String files) throws IOException {
        for (Path entry : tree) {
            String mode = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) ? directories : files;
            Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(mode));
        }
    }

    @Test
    default void R43_read_only_needs_a_store(Fixture fixture) throws IOException {
        Expect.invalid(fixture::openReadOnly);
        assertFalse(Files.exists(fixture.directory()));
        Files.createDirectory(fixture.directory());
        Expect.invalid(fixture::openReadOnly);
        assertEquals(List.of(), Directories.names(fixture.directory()));
    }
}
