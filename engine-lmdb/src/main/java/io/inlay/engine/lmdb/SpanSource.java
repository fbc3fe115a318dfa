package io.inlay.engine.lmdb;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads a {@link SourceSpan}. What is no more as it was counted is damage. For one thread. */
final class SpanSource implements RunSource {
    private final SourceSpan span;
    private final PinnedSource pinned;
    private final EntryWalk walk;
    private final EntryBytes entry;
    private long read;

    SpanSource(SourceSpan span, PinnedSource pinned) {
        this.span = span;
        this.pinned = pinned;
        this.walk = pinned.version().entries();
        this.entry = new EntryBytes(walk);
        pinned.enter();
    }

    @Override
    public boolean next() {
        if (read == span.records()) {
            check(read == 0 || walk.compareKey(span.lastKey()) == 0);
            return false;
        }
        try {
            if (read == 0) {
                check(walk.ceiling(span.firstKey()) && walk.compareKey(span.firstKey()) == 0);
            } else {
                check(walk.next());
            }
        } catch (InternalError e) {
            throw LmdbReader.unreadable(pinned.version(), e);
        }
        read++;
        return true;
    }

    private void check(boolean asCounted) {
        if (!asCounted) {
            throw LmdbFailures.corrupt(path(), "its entries are not those that were counted");
        }
    }

    @Override
    public boolean isDelete() {
        return false;
    }

    @Override
    public ByteBuffer key() {
        return entry.key();
    }

    @Override
    public ByteBuffer value() {
        try {
            return entry.value();
        } catch (InternalError e) {
            throw LmdbReader.unreadable(pinned.version(), e);
        }
    }

    @Override
    public Path path() {
        return pinned.version().file().path();
    }

    @Override
    public void close() {
        pinned.leave();
    }
}
