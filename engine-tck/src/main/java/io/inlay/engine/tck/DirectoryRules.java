package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Checkpoints;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Replacement;
import io.inlay.engine.support.DirectoryLease;
import io.inlay.engine.support.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What stands in a directory: rules R44 to R46. */
interface DirectoryRules {
    @Test
    default void R44_another_engines_directory_is_INCOMPATIBLE_naming_both(Fixture fixture) {
        DirectoryLease.open(fixture.directory(), new Stamp("other-kind", 1), false, true)
                .close();
        String own = fixture.provider().name();
        Expect.says(Expect.kind(Kind.INCOMPATIBLE, fixture::open), "other-kind", own);
        Expect.says(Expect.kind(Kind.INCOMPATIBLE, fixture::openReadOnly), "other-kind", own);
    }

    @Test
    default void R44_a_newer_format_is_INCOMPATIBLE_naming_both(Fixture fixture) throws IOException {
        ReadOnlyRules.fill(fixture);
        Path stamp = fixture.directory().resolve(Stamp.FILE);
        String own = Files.readString(stamp, StandardCharsets.ISO_8859_1);
        String name = fixture.provider().name();
        assertTrue(own.startsWith("inlay " + name + " "), own);
        String version = own.substring(own.lastIndexOf(' ') + 1).strip();
        Files.writeString(stamp, "inlay " + name + " 9876\n", StandardCharsets.ISO_8859_1);
        Expect.says(Expect.kind(Kind.INCOMPATIBLE, fixture::open), "9876", version);
        Expect.says(Expect.kind(Kind.INCOMPATIBLE, fixture::openReadOnly), "9876", version);
        Files.writeString(stamp, own, StandardCharsets.ISO_8859_1);
        fixture.open();
    }

    @Test
    default void R44_a_foreign_directory_is_INCOMPATIBLE_and_left_alone(Fixture fixture) throws IOException {
        Files.createDirectory(fixture.directory());
        Files.writeString(fixture.directory().resolve("letters.txt"), "not a store");
        SortedMap<String, String> before = Directories.listing(fixture.directory());
        Expect.says(
                Expect.kind(Kind.INCOMPATIBLE, fixture::open),
                fixture.directory().toString(),
                fixture.provider().name());
        assertEquals(before, Directories.listing(fixture.directory()));
    }

    @Test
    default void R44_an_empty_directory_becomes_a_store(Fixture fixture) throws IOException {
        Files.createDirectories(fixture.directory());
        Engine engine = fixture.open();
        engine.write(Contents.of("a", "1").asBatch(), Durability.SYNC);
        Expect.holds(Contents.of("a", "1"), fixture.reopen(engine));
        Path deep = fixture.path("not/yet/there");
        fixture.open(deep).close();
        assertTrue(Files.exists(deep.resolve(Stamp.FILE)));
    }

    @Test
    default void R45_a_damaged_stamp_is_CORRUPT_naming_the_file(Fixture fixture) throws IOException {
        ReadOnlyRules.fill(fixture);
        Path stamp = fixture.directory().resolve(Stamp.FILE);
        Files.write(stamp, new byte[] {0, 1, 2, (byte) 0xff});
        Expect.says(Expect.kind(Kind.CORRUPT, fixture::open), stamp.toString());
        Expect.says(Expect.kind(Kind.CORRUPT, fixture::openReadOnly), stamp.toString());
    }

    /** What a cut log still tells may be an earlier state; never a mixture. */
    @Test
    default void R45_a_cut_file_never_crashes_the_process_nor_gives_wrong_entries(Fixture fixture) throws IOException {
        ReadOnlyRules.fill(fixture);
        Path largest = Directories.largestFile(fixture.directory());
        byte[] whole = Files.readAllBytes(largest);
        List<String> past = ReadOnlyRules.history().stream()
                .map(state -> "read " + state.hashCode())
                .toList();
        for (double kept : new double[] {0.5, 0.95, 0}) {
            Files.write(largest, Arrays.copyOf(whole, (int) (whole.length * kept)));
            for (String how : List.of("read", "write")) {
                try (Child child = Child.start(fixture, ReadAllJob.class, how)) {
                    String outcome = String.valueOf(child.line());
                    boolean told = outcome.startsWith(Kind.CORRUPT + " ") && outcome.contains(largest.toString());
                    assertTrue(
                            told || past.contains(outcome), () -> "cut to " + kept + ": " + outcome + child.errors());
                    child.expectDone();
                }
            }
            Files.write(largest, whole);
        }
    }

    /** While an engine is open a library below it may make files with the modes it likes, in private directories. */
    @Test
    default void R46_directories_and_files_are_private(Fixture fixture) throws IOException {
        if (!fixture.posix()) {
            fixture.notVerified("modes of directories and files: files have no POSIX permissions here");
            return;
        }
        ReadOnlyRules.fill(fixture);
        checkModes(fixture.directory(), true);
        Engine engine = fixture.open();
        try (Replacement replacement = engine.begin()) {
            replacement.scratch();
            Contents.numbered("m", 0, 5_000, "staged").addTo(replacement.excise(range("m", "n")));
            checkModes(fixture.directory(), false);
            checkModes(Directories.staging(engine, replacement.scratch()), true);
            replacement.commit();
        }
        engine.find(Reclaim.class).ifPresent(reclaim -> reclaim.run(range("", ""), () -> false));
        Path copy = fixture.path("checkpoint");
        if (engine.find(Checkpoints.class).isPresent()) {
            engine.find(Checkpoints.class).get().create(copy);
            checkModes(copy, true);
        }
        engine.close();
        checkModes(fixture.directory(), true);
    }

    private static void checkModes(Path top, boolean filesToo) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path entry : Directories.tree(top)) {
            try {
                PosixFileAttributes attributes =
                        Files.readAttributes(entry, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String mode = PosixFilePermissions.toString(attributes.permissions());
                if (attributes.isDirectory() ? !mode.equals("rwx------") : filesToo && !mode.equals("rw-------")) {
                    wrong.add(mode + " " + top.relativize(entry));
                }
            } catch (NoSuchFileException e) {
                // the engine has removed it meanwhile
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    default void R46_an_open_without_permission_is_told_naming_the_path_and_changes_no_entry(Fixture fixture) {
        if (!fixture.posix()) {
            fixture.notVerified("opening without permission: files have no POSIX permissions here");
            return;
        }
        Map<String, Integer> outcomes = new TreeMap<>();
        try (Child child = Child.start(fixture, Unprivileged.wrapper(), List.of(), PermissionsJob.class)) {
            for (String line = child.line(); line != null; line = child.line()) {
                if (line.equals("unlimited")) {
                    fixture.notVerified("opening without permission: this user may read and write everything");
                } else if (line.equals("no owner")) {
                    fixture.notVerified("opening what another user owns: this user cannot give files away");
                } else {
                    outcomes.merge(line.substring(0, line.lastIndexOf(' ')), 1, Integer::sum);
                }
            }
            fixture.tell("openings without permission, read-only and writable: " + outcomes);
            child.expectDone();
        }
    }

    @Test
    default void R46_staged_names_are_random_and_not_made_from_keys(Fixture fixture) throws IOException {
        Set<String> names = new HashSet<>();
        for (Path store : List.of(fixture.path("one"), fixture.path("same"))) {
            Engine engine = fixture.open(store);
            for (int i = 0; i < 2; i++) {
                try (Replacement replacement = engine.begin()) {
                    Path scratch = replacement.scratch();
                    Contents.of("secret-key", "v").addTo(replacement.excise(range("secret", "secret-z")));
                    String name = area(engine, scratch).getFileName().toString();
                    assertTrue(names.add(name), () -> name + " is used again");
                    for (Path entry : Directories.tree(store)) {
                        assertFalse(entry.toString().contains("secret"), entry::toString);
                    }
                    replacement.commit();
                }
            }
        }
    }

    /** What a replacement owns directly in the staging directory. */
    private static Path area(Engine engine, Path scratch) {
        Path staging = Directories.staging(engine, scratch);
        return staging.resolve(staging.relativize(scratch).getName(0));
    }

    @Test
    default void R46_clean_up_follows_no_link_and_spares_other_names(Fixture fixture) throws IOException {
        Path outside = Files.createDirectory(fixture.path("outside"));
        Path precious = Files.writeString(outside.resolve("precious"), "not the engine's");
        Engine engine = fixture.open();
        Path area;
        try (Replacement replacement = engine.begin()) {
            area = area(engine, replacement.scratch());
        }
        engine.close();
        Path planted = Files.createSymbolicLink(similar(area), outside);
        Path left = Files.createDirectory(similar(planted));
        Files.createSymbolicLink(left.resolve("link"), outside);
        Files.createSymbolicLink(left.resolve("file"), precious);
        Path foreign = Files.createDirectory(area.resolveSibling("somebody-elses"));
        Files.writeString(foreign.resolve("file"), "kept");
        fixture.open().close();
        assertEquals("not the engine's", Files.readString(precious));
        assertEquals("kept", Files.readString(foreign.resolve("file")));
        assertFalse(Files.exists(left, LinkOption.NOFOLLOW_LINKS), "what looks staged is removed");
    }

    /** A name of the same pattern: the last hexadecimal digit is another one. */
    private static Path similar(Path area) {
        String name = area.getFileName().toString();
        char last = name.charAt(name.length() - 1);
        return area.resolveSibling(name.substring(0, name.length() - 1) + (last == 'a' ? 'b' : 'a'));
    }
}
