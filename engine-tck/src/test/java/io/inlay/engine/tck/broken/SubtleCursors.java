package io.inlay.engine.tck.broken;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.tck.decorate.ForwardingCursor;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cursors whose faults show only under some keys or calls. */
final class SubtleCursors {
    private SubtleCursors() {}

    /** Compares bytes as Java does, so that 0x80 comes before 0x7f. */
    static Engine signed(Engine inner) {
        return new ForwardingEngine(inner) {
            @Override
            public Cursor cursor(KeyRange range, Direction direction, Access access) {
                Comparator<byte[]> order = Arrays::compare;
                NavigableMap<byte[], byte[]> entries =
                        new TreeMap<>(direction == Direction.FORWARD ? order : order.reversed());
                try (Cursor all = inner.cursor(range, direction, access)) {
                    while (all.next()) {
                        entries.put(Keys.copy(all.key()), Keys.copy(all.value()));
                    }
                }
                return new Sorted(inner.cursor(range, direction, access), entries);
            }
        };
    }

    /** Moves over a map; all else is asked of a cursor. */
    private static final class Sorted extends ForwardingCursor {
        private final NavigableMap<byte[], byte[]> entries;
        private Map.@Nullable Entry<byte[], byte[]> current;

        Sorted(Cursor inner, NavigableMap<byte[], byte[]> entries) {
            super(inner);
            this.entries = entries;
        }

        @Override
        public boolean next() {
            current = current == null ? entries.firstEntry() : entries.higherEntry(current.getKey());
            return current != null;
        }

        @Override
        public boolean seek(byte[] key) {
            current = entries.ceilingEntry(key);
            return current != null;
        }

        @Override
        public ByteBuffer key() {
            return lend(entry().getKey());
        }

        @Override
        public ByteBuffer value() {
            return lend(entry().getValue());
        }

        private Map.Entry<byte[], byte[]> entry() {
            if (current == null) {
                throw new EngineException(Kind.INVALID, "no entry");
            }
            return current;
        }

        private static ByteBuffer lend(byte[] bytes) {
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }
    }

    /** Seeks over all keys and not only over those of the range. */
    static Engine unclamped(Engine inner) {
        return new ForwardingEngine(inner) {
            @Override
            public Cursor cursor(KeyRange range, Direction direction, Access access) {
                return new ForwardingCursor(inner.cursor(range, direction, access)) {
                    private final Cursor wide = inner.cursor(KeyRange.all(), direction, access);
                    private boolean isWide;

                    private Cursor current() {
                        return isWide ? wide : inner();
                    }

                    @Override
                    public boolean seek(byte[] key) {
                        isWide = true;
                        return wide.seek(key);
                    }

                    @Override
                    public boolean next() {
                        return current().next();
                    }

                    @Override
                    public ByteBuffer key() {
                        return current().key();
                    }

                    @Override
                    public ByteBuffer value() {
                        return current().value();
                    }

                    @Override
                    public void close() {
                        inner().close();
                        wide.close();
                    }
                };
            }
        };
    }
}
