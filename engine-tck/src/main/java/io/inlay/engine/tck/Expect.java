package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** Assertions in the terms of the contract. */
final class Expect {
    private Expect() {}

    /** A call throws an {@link EngineException} of a kind, which is returned. */
    static EngineException kind(Kind kind, Executable call) {
        EngineException failure = assertThrows(EngineException.class, call, () -> "expected " + kind);
        assertEquals(kind, failure.kind(), () -> String.valueOf(failure.getMessage()));
        return failure;
    }

    static EngineException invalid(Executable call) {
        return kind(Kind.INVALID, call);
    }

    static EngineException closed(Executable call) {
        return kind(Kind.CLOSED, call);
    }

    /** A replacement of which a run failed cannot be committed, whether or not the run then lets itself be finished. */
    static void spoiled(Replacement replacement, RunWriter run) {
        finish(run);
        invalid(replacement::commit);
    }

    /** Finishes a run that failed, which it may refuse or seem to do. */
    static void finish(RunWriter failed) {
        try {
            failed.finish();
        } catch (EngineException e) {
            // refused; what counts is that the replacement cannot be committed
        }
    }

    /** A message holds all of these texts. */
    static void says(EngineException failure, String... parts) {
        for (String part : parts) {
            assertTrue(
                    String.valueOf(failure.getMessage()).contains(part),
                    () -> "\"" + part + "\" is missing in: " + failure.getMessage());
        }
    }

    /** A reader holds exactly these entries, whichever way it is asked. */
    static void holds(Contents expected, Reader reader) {
        holds(expected, reader, KeyRange.all());
        for (Map.Entry<byte[], byte[]> entry : expected.entries().entrySet()) {
            assertArrayEquals(
                    entry.getValue(), reader.get(entry.getKey()), () -> "get " + Keys.printable(entry.getKey()));
        }
    }

    /** A reader's cursors over a range yield exactly the entries that lie in it, in both directions. */
    static void holds(Contents expected, Reader reader, KeyRange range) {
        Contents part = expected.in(range);
        for (Direction direction : Direction.values()) {
            try (Cursor cursor = reader.cursor(range, direction, Access.SCAN)) {
                assertEquals(part, Contents.rest(cursor), direction + " over " + range);
            }
        }
    }
}
