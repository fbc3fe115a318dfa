package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.tck.Operation.Change;
import io.inlay.engine.tck.Operation.Part;
import io.inlay.engine.tck.Operation.Put;
import io.inlay.engine.tck.Operation.Source;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A replacement of a random comparison: staged on the engine, and remembered for the sorted map. */
final class StagedChange implements AutoCloseable {
    private final Replacement replacement;
    private final List<Consumer<Contents>> changes = new ArrayList<>();
    private long records;
    private boolean dead;

    StagedChange(Replacement replacement) {
        this.replacement = replacement;
    }

    /**
     * Stages one range.
     *
     * @param source what COPY reads from
     * @param held what the source holds
     */
    void stage(Part part, Reader source, Contents held) {
        KeyRange range = part.range();
        switch (part.source()) {
            case EMPTY -> {
                replacement.empty(range);
                changes.add(state -> state.deleteRange(range));
            }
            case COPY -> {
                Contents copied = held.in(range);
                copy(range, source, copied);
                changes.add(state -> state.replace(range, copied));
                records += copied.size();
            }
            default -> {
                if (part.source() != Source.OVERLAY) {
                    changes.add(state -> state.deleteRange(range));
                }
                add(part);
                records += part.run().size();
            }
        }
    }

    private void copy(KeyRange range, Reader source, Contents copied) {
        try (RunWriter run = replacement.excise(range);
                Cursor cursor = source.cursor(range, Direction.FORWARD, Access.SCAN)) {
            long half = copied.size() / 2;
            long first = half > 0 ? run.addAll(cursor, half) : 0;
            assertEquals(copied.size(), first + run.addAll(cursor, Long.MAX_VALUE), "entries of addAll");
            run.finish();
        }
    }

    private void add(Part part) {
        boolean overlay = part.source() == Source.OVERLAY;
        try (RunWriter run = overlay ? replacement.overlay(part.range()) : replacement.excise(part.range())) {
            for (Change change : part.run()) {
                if (change instanceof Put put) {
                    byte[] value = put.value().bytes();
                    run.add(ByteBuffer.wrap(put.key()), ByteBuffer.wrap(value));
                    changes.add(state -> state.put(put.key(), value));
                } else if (change instanceof Operation.Delete delete) {
                    run.delete(ByteBuffer.wrap(delete.key()));
                    changes.add(state -> state.delete(delete.key()));
                }
            }
            if (part.source() == Source.DYING) {
                IllegalStateException death = new IllegalStateException("the source died");
                assertSame(
                        death,
                        assertThrows(IllegalStateException.class, () -> run.addAll(new FailingCursor(0, death), 10)));
                Expect.finish(run);
                dead = true;
            } else {
                run.finish();
            }
        }
    }

    /** Commits, where the sources lived, and tells what a state becomes by it. */
    void commit(Contents state) {
        if (dead) {
            Expect.invalid(replacement::commit);
            return;
        }
        assertEquals(records, replacement.commit().records(), "records of the result");
        changes.forEach(change -> change.accept(state));
    }

    /** After the engine was closed every call gets CLOSED. */
    void expectClosed() {
        Expect.closed(replacement::commit);
        Expect.closed(() -> replacement.excise(KeyRange.all()));
        Expect.closed(replacement::scratch);
    }

    @Override
    public void close() {
        replacement.close();
    }
}
