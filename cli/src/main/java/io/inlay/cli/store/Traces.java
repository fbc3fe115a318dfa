package io.inlay.cli.store;

import io.inlay.engine.EngineException;
import io.inlay.engine.support.DirectoryLease;
import io.inlay.engine.support.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What making a store adds to a file system.
 *
 * @param directory the store's
 * @param areOfANewStore whether it was absent or empty before
 * @param absent it and its parents, as far as they were absent, the innermost first
 */
record Traces(Path directory, boolean areOfANewStore, List<Path> absent) {
    static Traces before(Path given) {
        Path directory = given.toAbsolutePath();
        List<Path> absent = new ArrayList<>();
        for (Path at = directory; at != null && Files.notExists(at, LinkOption.NOFOLLOW_LINKS); at = at.getParent()) {
            absent.add(at);
        }
        return new Traces(directory, !absent.isEmpty() || isEmpty(directory), absent);
    }

    private static boolean isEmpty(Path directory) {
        try {
            return Directories.isEmpty(directory);
        } catch (IOException e) {
            // what cannot be read is not removed either
            return false;
        }
    }

    /**
     * Removes them, unless somebody else has the store open by now.
     *
     * @param failure one that is on its way and to which another is added; null to throw it
     */
    void remove(@Nullable Throwable failure) {
        if (!areOfANewStore) {
            return;
        }
        try {
            removeContents();
            for (Path made : absent) {
                Files.deleteIfExists(made);
            }
        } catch (DirectoryNotEmptyException e) {
            // somebody else uses it by now
        } catch (IOException e) {
            if (failure == null) {
                throw new UncheckedIOException("removing the unused store in " + directory + ": " + e.getMessage(), e);
            }
            failure.addSuppressed(e);
        }
    }

    private void removeContents() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Optional<Stamp> stamp = Stamp.read(directory);
        if (stamp.isEmpty()) {
            Files.deleteIfExists(directory.resolve(Stamp.FILE + ".tmp"));
            Files.deleteIfExists(directory.resolve(DirectoryLease.LOCK_FILE));
            return;
        }
        try (DirectoryLease lease = DirectoryLease.open(directory, stamp.get(), false, false)) {
            Directories.clear(lease.directory());
        } catch (EngineException e) {
            if (e.kind() != EngineException.Kind.LOCKED) {
                throw e;
            }
        }
    }
}
