package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in a small text file which engine made a directory and in which format.
 *
 * @param engine the engine's name
 * @param format the newest format version this engine can open
 */
public record Stamp(String engine, int format) {
    /** Name of the stamp file: one line {@code inlay <engine name> <format version>}. */
    public static final String FILE = "inlay.stamp";

    private static final Pattern LINE = Pattern.compile("inlay ([a-z0-9-]+) ([0-9]{1,9})\n");
    private static final long LONGEST = 200;

    /**
     * Tells whether a directory is stamped by this engine.
     *
     * @return false for a directory that is empty but for the lock file
     * @throws EngineException INCOMPATIBLE for another engine's directory, a newer format, or a foreign non-empty directory
     */
    boolean check(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            Optional<String> foreign = foreignName(directory);
            // another opener may stamp the directory while it is listed; whatever it makes comes after the stamp
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                if (foreign.isPresent()) {
                    throw incompatible(directory + " is not empty (" + Keys.printable(foreign.get())
                            + ") and bears no stamp of engine \"" + engine + "\"");
                }
                return false;
            }
        }
        Stamp found = parse(file);
        if (!found.engine.equals(engine)) {
            throw incompatible(directory + " belongs to engine \"" + found.engine + "\", not to \"" + engine + "\"");
        }
        if (found.format != format) {
            throw incompatible(directory + " has format " + found.format + " of engine \"" + engine
                    + "\", this version opens format " + format);
        }
        return true;
    }

    /**
     * Reads whose directory it is, without opening it.
     *
     * @return empty where there is no stamp
     * @throws EngineException CORRUPT when the stamp is damaged
     */
    public static Optional<Stamp> read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) ? Optional.of(parse(file)) : Optional.empty();
        } catch (IOException e) {
            throw Failures.io("reading", file, e);
        }
    }

    private static Stamp parse(Path file) throws IOException {
        String text = Files.size(file) > LONGEST ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            throw new EngineException(Kind.CORRUPT, file + " is not a stamp of a store: " + Keys.printable(text));
        }
        return new Stamp(line.group(1), Integer.parseInt(line.group(2)));
    }

    /** A name in a directory that is there without any engine's doing. */
    private static Optional<String> foreignName(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.equals(DirectoryLease.LOCK_FILE) && !name.equals(FILE) && !name.equals(FILE + ".tmp")) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    private static EngineException incompatible(String message) {
        return new EngineException(Kind.INCOMPATIBLE, message);
    }

    void write(Path directory) throws IOException {
        DurableFiles.writeAtomically(
                directory.resolve(FILE),
                ("inlay " + engine + " " + format + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Stamps a copy of a store that another call has filled, such as a checkpoint, and puts the lock file beside the stamp, so
     * that the copy can be opened read-only where no file can be made.
     */
    public void writeInto(Path directory) {
        try {
            DurableFiles.createPrivateFile(directory.resolve(DirectoryLease.LOCK_FILE));
            write(directory);
        } catch (IOException e) {
            throw Failures.io("stamping", directory, e);
        }
    }
}
