package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.support.LibraryUnpacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.lmdbjava.Meta;

/**
 * Loads the native library once per process, at the first open, by way of {@link LibraryUnpacking}; where the system
 * properties of lmdbjava name a library or a directory, they are followed.
 */
final class LmdbLibrary {
    private static final String EXTRACT_DIRECTORY = "lmdbjava.extract.dir";
    private static final String OWN_LIBRARY = "lmdbjava.native.lib";
    private static final String EMBEDDED_LIBRARY = "lmdbjava.embedded.lib";

    private static boolean loaded;

    private LmdbLibrary() {}

    /**
     * Loads the library.
     *
     * @throws EngineException INTERNAL when it cannot be loaded
     */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Meta.class.getClassLoader());
        try {
            chooseBuild();
            unpackAndLoad();
            loaded = true;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new EngineException(
                    Kind.INTERNAL,
                    "LMDB's native library cannot be loaded (" + e
                            + "); a directory that allows execution can be given with -D" + EXTRACT_DIRECTORY,
                    e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void unpackAndLoad() throws IOException {
        if (System.getProperty(EXTRACT_DIRECTORY) != null || System.getProperty(OWN_LIBRARY) != null) {
            touch();
            return;
        }
        LibraryUnpacking.load("inlay-lmdb", directory -> {
            System.setProperty(EXTRACT_DIRECTORY, directory.toString());
            try {
                touch();
            } finally {
                System.clearProperty(EXTRACT_DIRECTORY);
            }
        });
    }

    /** Runs the static initialiser that loads the library. */
    private static void touch() {
        Meta.version();
    }

    /** lmdbjava always picks the build for glibc; on a system with musl the other one is asked for. */
    private static void chooseBuild() {
        boolean chosen = System.getProperty(EMBEDDED_LIBRARY) != null || System.getProperty(OWN_LIBRARY) != null;
        if (chosen || !runsOnMusl()) {
            return;
        }
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String name = machine.equals("aarch64") || machine.equals("arm64") ? "aarch64" : "x86_64";
        System.setProperty(EMBEDDED_LIBRARY, "org/lmdbjava/native/" + name + "-linux-musl.so");
    }

    private static boolean runsOnMusl() {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.isReadable(maps)) {
            return false;
        }
        try {
            return Files.readString(maps).contains("/ld-musl-");
        } catch (IOException e) {
            return false;
        }
    }
}
