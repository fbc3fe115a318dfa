package io.inlay.engine.tck;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.util.List;

/**
 * One step of a random comparison: plain data, so that any part of a sequence can be run again. Views are named by a number
 * that picks one of those open, or none.
 */
@SuppressWarnings("ArrayRecordComponent") // operations are run and printed, never compared
sealed interface Operation {
    /** What a range of a replacement gets. */
    enum Source {
        /** A run excises the range. */
        EXCISE,
        /** A run with puts and deletes is laid over the range. */
        OVERLAY,
        /** The range is emptied. */
        EMPTY,
        /** The range is excised and filled from a cursor over what an open snapshot, or else the engine, has there. */
        COPY
    }

    record Write(Batch batch, Durability durability) implements Operation {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("write ").append(durability);
            batch.forEach(new Batch.Visitor() {
                @Override
                public void put(byte[] key, byte[] value) {
                    text.append(" put ").append(print(key)).append(" of ").append(value.length);
                }

                @Override
                public void delete(byte[] key) {
                    text.append(" delete ").append(print(key));
                }

                @Override
                public void deleteRange(KeyRange range) {
                    text.append(" deleteRange ").append(range);
                }
            });
            return text.toString();
        }
    }

    /** One range of a replacement; the entries of the run whose keys are among the deletes delete these. */
    record Part(KeyRange range, Source source, Contents run, Contents deletes, int snapshot) {
        boolean isDelete(byte[] key) {
            return deletes.entries().containsKey(key);
        }

        @Override
        public String toString() {
            return source + " " + range + " with " + run + " of which deleted " + deletes;
        }
    }

    record Replace(List<Part> parts, boolean commit) implements Operation {}

    record Get(byte[] key) implements Operation {
        @Override
        public String toString() {
            return "get " + print(key);
        }
    }

    record Scan(KeyRange range, Direction direction, Access access) implements Operation {}

    record OpenSnapshot() implements Operation {}

    record ReadSnapshot(int which, byte[] key, KeyRange range) implements Operation {
        @Override
        public String toString() {
            return "read snapshot " + which + " at " + print(key) + " and over " + range;
        }
    }

    record CloseSnapshot(int which) implements Operation {}

    record OpenCursor(boolean ofSnapshot, int which, KeyRange range, Direction direction, Access access)
            implements Operation {}

    record Move(int which, int steps) implements Operation {}

    record Seek(int which, byte[] key, int steps) implements Operation {
        @Override
        public String toString() {
            return "seek cursor " + which + " to " + print(key) + " and " + steps + " on";
        }
    }

    record CloseCursor(int which) implements Operation {}

    record Sync() implements Operation {}

    record Reclaim(KeyRange range) implements Operation {}

    record Reopen() implements Operation {}

    /** A key with its length, since the nasty ones look alike. */
    private static String print(byte[] key) {
        return Keys.printable(key) + "/" + key.length;
    }
}
