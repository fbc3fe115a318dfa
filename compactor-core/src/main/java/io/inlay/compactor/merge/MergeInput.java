package io.inlay.compactor.merge;

import io.inlay.engine.Reader;
import io.inlay.sync.key.SyncId;

/**
 * One sync among those that are merged. Its position in the list decides ties: earlier wins.
 *
 * @param view where it is read, in a state that does not change while the merge lasts: a snapshot, which stays its opener's to
 *     close
 * @param sync its id there
 * @param name what messages call it
 */
public record MergeInput(Reader view, SyncId sync, String name) {}
