package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.Replacement;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Takes the permissions of each file and directory of a closed store away in turn, or gives it to another user, opens the
 * store read-only and writable, and gives them back. For each it prints {@code <how> <outcome read-only> <outcome writable>
 * <path>}; "unlimited" alone where permissions do not hold for this process, and a line "no owner" where it cannot give files
 * away.
 */
final class PermissionsJob implements ChildJob {
    private static final int SOMEBODY = 65_534;

    private static final String REMOVED = "---------";
    private static final String SEALED = "r-x------";
    private static final String GIVEN = "given-away";

    private final Contents before = Contents.numbered("k", 0, 500, "before").put("a", "1");

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out)
            throws IOException {
        Files.createDirectory(directory);
        Path sound = directory.resolve("sound");
        fill(provider, sound);
        if (!permissionsHold(directory)) {
            out.println("unlimited");
            return;
        }
        boolean gives = canGive(directory);
        if (!gives) {
            out.println("no owner");
        }
        int store = 0;
        for (Path entry : Directories.tree(sound)) {
            for (String how : List.of(REMOVED, SEALED, GIVEN)) {
                if ((how.equals(GIVEN) && !gives) || (how.equals(SEALED) && !Files.isDirectory(entry))) {
                    continue;
                }
                Path place = directory.resolve("store-" + store++);
                copy(sound, place);
                Path below = sound.relativize(entry);
                out.println(how + " " + deny(provider, place, place.resolve(below), how) + " " + below);
                DurableFiles.deleteTree(place);
            }
        }
    }

    private void fill(EngineProvider provider, Path place) {
        try (Engine engine = provider.open(place, Map.of())) {
            engine.write(Contents.of("a", "0").asBatch(), Durability.SYNC);
            try (Replacement replacement = engine.begin()) {
                before.in(range("k", "l")).addTo(replacement.excise(range("k", "l")));
                replacement.commit();
            }
        }
        // written by a second opening, so that the store has every file that an opening finds or leaves
        try (Engine engine = provider.open(place, Map.of())) {
            engine.write(Contents.of("a", "1").asBatch(), Durability.SYNC);
        }
    }

    private static boolean permissionsHold(Path directory) throws IOException {
        Path trial = Files.createFile(directory.resolve("trial"));
        Files.setPosixFilePermissions(trial, PosixFilePermissions.fromString(REMOVED));
        return !Files.isReadable(trial);
    }

    private static boolean canGive(Path directory) throws IOException {
        Path trial = Files.createFile(directory.resolve("gift"));
        try {
            Files.setAttribute(trial, "unix:uid", SOMEBODY);
            return !Files.isWritable(trial)
                    || !Files.getAttribute(trial, "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path entry : Directories.tree(from)) {
            Files.copy(entry, to.resolve(from.relativize(entry)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private String deny(EngineProvider provider, Path place, Path entry, String how) throws IOException {
        SortedMap<String, String> listing = Directories.listing(place);
        Object owner = Files.getAttribute(entry, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(entry));
        Contents expected = before.copy();
        set(entry, how);
        String reading = open(provider, place, true, expected);
        restore(entry, how, owner, mode);
        assertEquals(listing, Directories.listing(place), "after opening read-only: " + how + " " + entry);
        set(entry, how);
        String writing = open(provider, place, false, expected);
        restore(entry, how, owner, mode);
        try (Engine engine = provider.open(place, Map.of())) {
            Expect.holds(expected, engine);
            change(engine, expected);
            Expect.holds(expected, engine);
        }
        return reading + " " + writing;
    }

    private static void set(Path entry, String how) throws IOException {
        if (how.equals(GIVEN)) {
            Files.setAttribute(entry, "unix:uid", SOMEBODY);
        } else {
            Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(how));
        }
    }

    private static void restore(Path entry, String how, Object owner, String mode) throws IOException {
        if (Files.notExists(entry, LinkOption.NOFOLLOW_LINKS)) {
            return; // what the engine has in place of it is its own
        }
        if (how.equals(GIVEN)) {
            Files.setAttribute(entry, "unix:uid", owner);
        } else {
            Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(mode));
        }
    }

    private String open(EngineProvider provider, Path place, boolean readOnly, Contents expected) {
        try (Engine engine = provider.open(place, Map.of(OptionSpec.READ_ONLY.name(), String.valueOf(readOnly)))) {
            Expect.holds(expected, engine);
            if (!readOnly) {
                change(engine, expected);
                Expect.holds(expected, engine);
            }
            return "works";
        } catch (EngineException e) {
            String message = String.valueOf(e.getMessage());
            if (e.kind() != Kind.READ_ONLY || !message.contains(place.toString())) {
                throw new AssertionError(e.kind() + " does not tell a lack of permission in " + place, e);
            }
            return e.kind().name();
        }
    }

    /** A write and a replacement; the expected entries follow what succeeds. */
    private static void change(Engine engine, Contents expected) {
        engine.write(Contents.of("b", "2").asBatch(), Durability.SYNC);
        expected.put("b", "2");
        try (Replacement replacement = engine.begin()) {
            Contents.of("k", "replaced").addTo(replacement.excise(range("k", "l")));
            replacement.commit();
        }
        expected.deleteRange(range("k", "l")).put(bytes("k"), bytes("replaced"));
    }
}
