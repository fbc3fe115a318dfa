package io.inlay.engine.lmdb;

import io.inlay.engine.Cursor;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.RunSink;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run for the commit. One that is what a single cursor of this kind of engine yields is only noted, and the state that
 * the cursor reads is pinned; it is staged after all when something else is added to it, or when the engine of the cursor is
 * closed before the commit. Every other run is staged as it comes.
 */
final class LmdbSink implements RunSink {
    private static final int RECORDS_BETWEEN_CHECKS = 1024;

    private final RunStage stage;
    private final boolean readInCommit;
    private final Object lock = new Object();
    private Runnable checkOpen = () -> {};
    private volatile @Nullable SourceSpan span;
    private @Nullable EngineException lost;
    private boolean finished;
    private boolean opened;

    /**
     * Makes an empty run.
     *
     * @param file where it goes when it is long; no file is there yet
     * @param readInCommit whether a cursor's entries may be read during the commit
     */
    LmdbSink(Path file, boolean readInCommit) {
        this.stage = new RunStage(file);
        this.readInCommit = readInCommit;
    }

    @Override
    public @Nullable Taken take(Cursor rest, long max, KeyRange room, Runnable replacementOpen) {
        if (!readInCommit || !(rest instanceof LmdbCursor cursor)) {
            return null;
        }
        synchronized (lock) {
            checkOpen = replacementOpen;
            SourceSpan noted = span;
            if (noted == null) {
                noted = stage.isEmpty() ? SourceSpan.begin(cursor, this::stageBeforeRelease) : null;
            }
            if (noted == null || !noted.goesOnAt(cursor)) {
                return null;
            }
            span = noted;
            Taken taken = noted.extend(max, room, replacementOpen);
            if (noted.isEmpty()) {
                dropSpan();
            }
            return taken;
        }
    }

    @Override
    public void put(ByteBuffer key, ByteBuffer value) {
        if (span != null) {
            stageSpan();
        }
        stage.put(key, value);
    }

    @Override
    public void delete(ByteBuffer key) {
        if (span != null) {
            stageSpan();
        }
        stage.delete(key);
    }

    /** Stages what was only noted: the run goes on with something else. */
    private void stageSpan() {
        synchronized (lock) {
            checkNotLost();
            SourceSpan noted = span;
            if (noted == null) {
                return;
            }
            try (RunSource source = noted.open()) {
                long read = 0;
                while (source.next()) {
                    stage.put(source.key(), source.value());
                    if ((++read & RECORDS_BETWEEN_CHECKS - 1) == 0) {
                        checkOpen.run();
                    }
                }
            }
            dropSpan();
        }
    }

    /** The engine whose state is pinned is being closed: what was to be read from it is staged, unless a commit reads it now. */
    private void stageBeforeRelease() {
        synchronized (lock) {
            if (span == null || opened) {
                return;
            }
            try {
                stageSpan();
                if (finished) {
                    stage.finish();
                }
            } catch (RuntimeException | Error e) { // told when the run is used next; closing the engine goes on
                lost = new EngineException(kind(e), "a run was lost when its source was closed: " + e.getMessage(), e);
                dropSpan();
            }
        }
    }

    private static Kind kind(Throwable failure) {
        return failure instanceof EngineException e ? e.kind() : Kind.INTERNAL;
    }

    private void checkNotLost() {
        if (lost != null) {
            throw lost;
        }
    }

    private void dropSpan() {
        SourceSpan noted = span;
        span = null;
        if (noted != null) {
            noted.close();
        }
    }

    @Override
    public void finish() {
        synchronized (lock) {
            checkNotLost();
            finished = true;
            if (span == null) {
                stage.finish();
            }
        }
    }

    /** Reads the finished run; once. */
    RunSource open() {
        synchronized (lock) {
            checkNotLost();
            opened = true;
            SourceSpan noted = span;
            return noted == null ? stage.open() : noted.open();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            dropSpan();
            stage.close();
        }
    }
}
