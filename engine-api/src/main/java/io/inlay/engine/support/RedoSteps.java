package io.inlay.engine.support;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.support.StagedRange.Mode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Applies a {@link RedoRecord} to a backend in batches of bounded size. Applied to what an interrupted application of the same
 * record left, it comes to the same end. For one thread.
 */
final class RedoSteps {
    private static final int BATCH_BYTES = 1 << 20;
    private static final int BATCH_OPERATIONS = 4096;

    private final Path directory;
    private final RedoLog.Target target;
    private final Batch batch = new Batch();

    RedoSteps(Path directory, RedoLog.Target target) {
        this.directory = directory;
        this.target = target;
    }

    void apply(RedoRecord record) throws IOException {
        PinnedView before = target.pinWritten();
        try {
            for (RedoRecord.Step step : record.steps()) {
                apply(step, before);
            }
        } finally {
            before.release();
        }
        flush();
        target.makeDurable();
    }

    private void apply(RedoRecord.Step step, PinnedView before) throws IOException {
        if (step.run() == null) {
            empty(step.range(), before);
            return;
        }
        try (RunFileReader run = RunFileReader.open(directory.resolve(step.run()))) {
            if (step.mode() == Mode.OVERLAY) {
                overlay(run);
            } else {
                excise(step.range(), before, run);
            }
        }
    }

    private void empty(KeyRange range, PinnedView before) throws IOException {
        try (Cursor old = cursor(range, before)) {
            while (old.next()) {
                delete(Keys.copy(old.key()));
            }
        }
    }

    private void overlay(RunFileReader run) throws IOException {
        while (run.next()) {
            if (run.isDelete()) {
                delete(Keys.copy(run.key()));
            } else {
                put(run);
            }
        }
    }

    /** Walks the old entries and the new ones side by side, and writes what differs. */
    private void excise(KeyRange range, PinnedView before, RunFileReader run) throws IOException {
        try (Cursor old = cursor(range, before)) {
            boolean isOld = old.next();
            boolean isNew = run.next();
            while (isOld || isNew) {
                int order = !isOld ? 1 : !isNew ? -1 : Keys.compare(old.key(), run.key());
                if (order < 0) {
                    delete(Keys.copy(old.key()));
                } else if (order > 0 || !old.value().equals(run.value())) {
                    put(run);
                }
                isOld = order <= 0 ? old.next() : isOld;
                isNew = order >= 0 ? run.next() : isNew;
            }
        }
    }

    private static Cursor cursor(KeyRange range, PinnedView view) {
        Views own = new Views("an unfinished commit", 1);
        return own.open(view.cursor(range, Direction.FORWARD, Access.SCAN, own));
    }

    private void put(RunFileReader run) throws IOException {
        batch.put(Keys.copy(run.key()), Keys.copy(run.value()));
        flushIfLarge();
    }

    private void delete(byte[] key) throws IOException {
        batch.delete(key);
        flushIfLarge();
    }

    private void flushIfLarge() throws IOException {
        if (batch.bytes() >= BATCH_BYTES || batch.size() >= BATCH_OPERATIONS) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (batch.size() > 0) {
            target.write(batch, true);
            batch.clear();
        }
    }
}
