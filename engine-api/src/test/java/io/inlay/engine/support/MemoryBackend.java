package io.inlay.engine.support;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A sorted map whose writes can be made to fail after some. What was written before stays, as after a kill. */
final class MemoryBackend implements RedoLog.Target {
    final TreeMap<byte[], byte[]> entries = new TreeMap<>(Keys::compare);
    int writesLeft = Integer.MAX_VALUE;
    int writes;
    Runnable onDurable = () -> {};
    int pinned;

    @Override
    public PinnedView pinWritten() {
        pinned++;
        TreeMap<byte[], byte[]> state = new TreeMap<>(entries);
        return new PinnedView() {
            @Override
            protected byte @Nullable [] get(byte[] key) {
                return state.get(key);
            }

            @Override
            protected AbstractCursor cursor(KeyRange range, Direction direction, Access access, Views views) {
                return walk(state, range, direction, views);
            }

            @Override
            protected void free() {
                pinned--;
            }
        };
    }

    private static AbstractCursor walk(
            NavigableMap<byte[], byte[]> state, KeyRange range, Direction direction, Views views) {
        boolean forward = direction == Direction.FORWARD;
        return new WalkingCursor(range, direction, views) {
            private Iterator<Map.Entry<byte[], byte[]>> walk =
                    Map.<byte[], byte[]>of().entrySet().iterator();

            @Override
            protected void walkFrom(byte @Nullable [] from) {
                Map<byte[], byte[]> rest = forward ? state : state.descendingMap();
                if (from != null) {
                    rest = forward
                            ? state.tailMap(from, true)
                            : state.headMap(from, true).descendingMap();
                }
                walk = rest.entrySet().iterator();
            }

            @Override
            protected Map.@Nullable Entry<byte[], byte[]> step() {
                return walk.hasNext() ? walk.next() : null;
            }

            @Override
            protected void release() {}
        };
    }

    @Override
    public void write(Batch batch, boolean part) throws IOException {
        if (writesLeft-- <= 0) {
            throw new IOException("the power went");
        }
        writes++;
        batch.forEach(new Batch.Visitor() {
            @Override
            public void put(byte[] key, byte[] value) {
                entries.put(key, value);
            }

            @Override
            public void delete(byte[] key) {
                entries.remove(key);
            }

            @Override
            public void deleteRange(KeyRange range) {
                throw new AssertionError("a commit deletes key by key");
            }
        });
    }

    @Override
    public void makeDurable() throws IOException {
        onDurable.run();
    }
}
