package io.inlay.cli.store;

import io.inlay.sync.SyncException;
import io.inlay.sync.SyncRun;
import io.inlay.sync.SyncStore;
import io.inlay.sync.key.SyncId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A store, or a sync in it, as a person writes it: {@code DIR} or {@code DIR:SYNC}.
 *
 * @param directory the store's
 * @param sync the sync, if one was named
 */
public record SyncAt(Path directory, Optional<SyncId> sync) {
    /**
     * Reads the text form. What follows the last colon is a sync id if it has the length of one, or if the text as a whole
     * is no directory but what precedes the colon is.
     *
     * @throws IllegalArgumentException for something there that is no sync id; the message tells what is wrong with it
     */
    public static SyncAt parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return new SyncAt(Path.of(text), Optional.empty());
        }
        String after = text.substring(colon + 1);
        Path before = Path.of(text.substring(0, colon));
        boolean isDirectory = Files.isDirectory(Path.of(text)) || !Files.isDirectory(before);
        if (after.length() != SyncId.TEXT_LENGTH && isDirectory) {
            return new SyncAt(Path.of(text), Optional.empty());
        }
        return new SyncAt(before, Optional.of(SyncId.parse(after)));
    }

    /**
     * The run of the sync, or of the latest finished one of the store if none was named.
     *
     * @throws SyncException NOT_FOUND; CORRUPT when a run record is damaged
     */
    public SyncRun run(SyncStore store) {
        return sync.map(store::find).orElseGet(store::latestFinished).orElseThrow(this::missing);
    }

    /** That it is not there, NOT_FOUND. */
    public SyncException missing() {
        return new SyncException(
                SyncException.Kind.NOT_FOUND,
                sync.map(id -> "there is no sync " + id + " in " + directory)
                        .orElse("there is no finished sync in " + directory));
    }

    @Override
    public String toString() {
        return directory + sync.map(id -> ":" + id).orElse("");
    }
}
