package io.inlay.engine.tck;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.KeyRange;
import java.util.List;

/**
 * One step of a random comparison: plain data, so that any part of a sequence can be run again and written down as a line of
 * {@link OperationText}. Snapshots, cursors and open replacements stand in numbered slots; an operation on an empty slot does
 * nothing, one that opens into a taken slot first closes what stands there.
 */
@SuppressWarnings("ArrayRecordComponent") // operations are run and printed, never compared
sealed interface Operation {
    int SNAPSHOTS = 4;
    int CURSORS = 6;
    int REPLACEMENTS = 2;

    /** A change of a batch or a run. */
    sealed interface Change {}

    record Put(byte[] key, Value value) implements Change {}

    record Delete(byte[] key) implements Change {}

    /** Only in a batch. */
    record DeleteRange(KeyRange range) implements Change {}

    record Write(List<Change> changes, Durability durability) implements Operation {}

    /** What a range of a replacement gets. */
    enum Source {
        /** A run excises the range. */
        EXCISE,
        /** A run with puts and deletes is laid over the range. */
        OVERLAY,
        /** The range is emptied. */
        EMPTY,
        /** The range is excised and filled from a cursor over what a snapshot, or else the engine, has there. */
        COPY,
        /** As EXCISE, but then the run's source dies: the replacement cannot be committed. */
        DYING
    }

    /**
     * One range of a replacement.
     *
     * @param run ascending puts, for OVERLAY also deletes
     * @param snapshot slot that COPY reads
     */
    record Part(KeyRange range, Source source, List<Change> run, int snapshot) {}

    /** What becomes of a replacement whose ranges are staged. */
    enum End {
        COMMIT,
        ABANDON,
        /** It stays open in its slot while other operations go on. */
        STAY
    }

    record Replace(List<Part> parts, End end, int slot) implements Operation {}

    /** Commits or abandons the replacement that stayed open in a slot. */
    record EndReplace(int slot, boolean commit) implements Operation {}

    record Get(byte[] key) implements Operation {}

    record Scan(KeyRange range, Direction direction, Access access) implements Operation {}

    record OpenSnapshot(int slot) implements Operation {}

    record SnapshotGet(int slot, byte[] key) implements Operation {}

    record SnapshotScan(int slot, KeyRange range, Direction direction) implements Operation {}

    record CloseSnapshot(int slot) implements Operation {}

    /** Opens a cursor of a snapshot's slot, of the engine where that is empty or -1. */
    record OpenCursor(int slot, int snapshot, KeyRange range, Direction direction, Access access)
            implements Operation {}

    record Move(int slot, int steps) implements Operation {}

    /** A seek and moves on from there. */
    record Seek(int slot, byte[] key, int steps) implements Operation {}

    record CloseCursor(int slot) implements Operation {}

    record Sync() implements Operation {}

    record ReclaimRange(KeyRange range) implements Operation {}

    /** Closes what is open, then the engine, and opens it anew. */
    record Reopen() implements Operation {}

    /** Closes the engine in the middle of everything, uses what was open, and opens the engine anew. */
    record CloseInUse() implements Operation {}
}
