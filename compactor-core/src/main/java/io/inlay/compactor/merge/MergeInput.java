package io.inlay.compactor.merge;

import io.inlay.engine.Reader;
import io.inlay.engine.Sizes;
import io.inlay.sync.key.SyncId;
import org.jspecify.annotations.Nullable;

/**
 * One sync among those that are merged. Its position in the list decides ties: earlier wins.
 *
 * @param view where it is read, in a state that does not change while the merge lasts: a snapshot, which stays its opener's to
 *     close
 * @param sync its id there
 * @param name what messages call it
 * @param sizes estimates of its engine, by which it is read in parts; null if it gives none
 */
public record MergeInput(
        Reader view, SyncId sync, String name, @Nullable Sizes sizes) {}
