package io.inlay.engine.mvstore;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.support.AbstractCursor;
import io.inlay.engine.support.Failures;
import io.inlay.engine.support.PinnedView;
import io.inlay.engine.support.Views;
import io.inlay.engine.support.WalkingCursor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RootReference;
import org.jspecify.annotations.Nullable;

/** A root of the tree, whose pages MVStore keeps as long as the version is marked as used. */
final class MvView extends PinnedView {
    private final Path path;
    private final MVMap<byte[], byte[]> entries;
    private final MVStore.TxCounter mark;
    private final RootReference<byte[], byte[]> root;

    /** Marks the present version; called by the thread that writes. */
    MvView(Path path, MVMap<byte[], byte[]> entries) {
        this.path = path;
        this.entries = entries;
        // the mark comes first: it keeps what is removed from now on
        this.mark = entries.getStore().registerVersionUsage();
        this.root = entries.getRoot();
    }

    @Override
    protected byte @Nullable [] get(byte[] key) {
        byte[] value = reading(path, () -> entries.get(root.root, key));
        return value == null ? null : value.clone();
    }

    @Override
    protected AbstractCursor cursor(KeyRange range, Direction direction, Access access, Views views) {
        return new WalkingCursor(range, direction, views) {
            private @Nullable Cursor<byte[], byte[]> walk;

            @Override
            protected void walkFrom(byte @Nullable [] from) {
                walk = reading(path, () -> new Cursor<>(root, from, null, direction == Direction.BACKWARD));
            }

            @Override
            protected Map.@Nullable Entry<byte[], byte[]> step() {
                Cursor<byte[], byte[]> walking = walk;
                if (walking == null || !reading(path, walking::hasNext)) {
                    return null;
                }
                return Map.entry(walking.next(), walking.getValue());
            }

            @Override
            protected void release() {
                walk = null;
            }
        };
    }

    @Override
    protected void free() {
        entries.getStore().deregisterVersionUsage(mark);
    }

    /** Reads pages, and gives failures their kinds. A damaged page fails in many ways: all are CORRUPT but those of the system. */
    static <T extends @Nullable Object> T reading(Path path, Supplier<T> read) {
        try {
            return read.get();
        } catch (EngineException e) {
            throw e;
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException failure && !(failure instanceof EOFException)) {
                    throw Failures.io("reading", path, failure);
                }
            }
            throw new EngineException(Kind.CORRUPT, path + " is damaged: " + e, e);
        }
    }
}
