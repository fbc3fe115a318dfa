package io.inlay.engine.tck.broken;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingReplacement;
import io.inlay.engine.tck.decorate.ForwardingRunWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes and replacements that are wrong for absent keys or beside each other only. */
final class NarrowWrites {
    private NarrowWrites() {}

    private static NavigableMap<byte[], byte[]> entries() {
        return new ConcurrentSkipListMap<>(Keys::compare);
    }

    /** Its gets find new keys of runs that are not committed. */
    static final class GetsStaged extends ForwardingEngine {
        private final NavigableMap<byte[], byte[]> staged = entries();

        GetsStaged(Engine inner) {
            super(inner);
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            byte[] value = inner().get(key);
            return value == null ? staged.get(key) : value;
        }

        @Override
        public Replacement begin() {
            return new ForwardingReplacement(inner().begin()) {
                @Override
                public RunWriter excise(KeyRange range) {
                    return new ForwardingRunWriter(inner().excise(range)) {
                        @Override
                        public void add(ByteBuffer key, ByteBuffer value) {
                            staged.put(Keys.copy(key), Keys.copy(value));
                            inner().add(key, value);
                        }
                    };
                }

                @Override
                public void close() {
                    staged.clear();
                    inner().close();
                }
            };
        }
    }

    /** Its gets find what was removed by something else than a delete. */
    static final class Remembers extends ForwardingEngine {
        private final NavigableMap<byte[], byte[]> written = entries();
        private final boolean rangeDeletesToo;

        Remembers(Engine inner, boolean rangeDeletesToo) {
            super(inner);
            this.rangeDeletesToo = rangeDeletesToo;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            byte[] value = inner().get(key);
            return value == null ? written.get(key) : value;
        }

        @Override
        public void write(Batch batch, Durability durability) {
            inner().write(batch, durability);
            batch.forEach(new Batch.Visitor() {
                @Override
                public void put(byte[] key, byte[] value) {
                    written.put(key, value);
                }

                @Override
                public void delete(byte[] key) {
                    written.remove(key);
                }

                @Override
                public void deleteRange(KeyRange range) {
                    if (!rangeDeletesToo) {
                        written.keySet().removeIf(range::contains);
                    }
                }
            });
        }
    }

    /** After a close, what a relaxed batch had deleted is there again. */
    static final class Revives extends ForwardingEngine {
        private final Batch deleted = new Batch();
        private boolean closed;

        Revives(Engine inner) {
            super(inner);
        }

        @Override
        public void write(Batch batch, Durability durability) {
            batch.forEach(new Batch.Visitor() {
                @Override
                public void put(byte[] key, byte[] value) {
                    // kept
                }

                @Override
                public void delete(byte[] key) {
                    byte[] value = inner().get(key);
                    if (value != null && durability == Durability.RELAXED) {
                        deleted.put(key, value);
                    }
                }

                @Override
                public void deleteRange(KeyRange range) {
                    // kept
                }
            });
            inner().write(batch, durability);
        }

        @Override
        public void close() {
            if (!closed && deleted.size() > 0) {
                inner().write(deleted, Durability.SYNC);
            }
            closed = true;
            inner().close();
        }
    }

    /** Refuses a range that another open replacement has. */
    static final class KeepsApart extends ForwardingEngine {
        private final List<KeyRange> claimed = new CopyOnWriteArrayList<>();

        KeepsApart(Engine inner) {
            super(inner);
        }

        @Override
        public Replacement begin() {
            return new ForwardingReplacement(inner().begin()) {
                private final List<KeyRange> own = new ArrayList<>();

                @Override
                public RunWriter excise(KeyRange range) {
                    if (claimed.stream().anyMatch(other -> !own.contains(other) && other.overlaps(range))) {
                        throw new EngineException(Kind.RETRY, range + " is being replaced");
                    }
                    RunWriter run = inner().excise(range);
                    own.add(range);
                    claimed.add(range);
                    return run;
                }

                @Override
                public void close() {
                    claimed.removeAll(own);
                    inner().close();
                }
            };
        }
    }

    /** Counts puts, but no deletes. */
    static final class CountsPuts extends ForwardingReplacement {
        private long deletes;

        CountsPuts(Replacement inner) {
            super(inner);
        }

        @Override
        public RunWriter overlay(KeyRange range) {
            return new ForwardingRunWriter(inner().overlay(range)) {
                @Override
                public void delete(ByteBuffer key) {
                    deletes++;
                    inner().delete(key);
                }
            };
        }

        @Override
        public ReplaceResult commit() {
            ReplaceResult result = inner().commit();
            return new ReplaceResult(
                    result.records() - deletes, result.bytesCopied(), result.bytesLinked(), result.writersHeld());
        }
    }

    /** Takes the entries that a whole run has from this engine from the state at the commit. */
    static final class ReadsAtCommit extends ForwardingEngine {
        ReadsAtCommit(Engine inner) {
            super(inner);
        }

        @Override
        public Replacement begin() {
            return new ForwardingReplacement(inner().begin()) {
                private final List<Runnable> late = new ArrayList<>();

                @Override
                public RunWriter excise(KeyRange range) {
                    return new Late(inner().excise(range), range, late);
                }

                @Override
                public ReplaceResult commit() {
                    late.forEach(Runnable::run);
                    return inner().commit();
                }
            };
        }

        private final class Late extends ForwardingRunWriter {
            private final KeyRange range;
            private final List<Runnable> late;
            private boolean waits;

            Late(RunWriter inner, KeyRange range, List<Runnable> late) {
                super(inner);
                this.range = range;
                this.late = late;
            }

            @Override
            public long addAll(Cursor rest, long max) {
                waits = true;
                long count = 0;
                while (rest.next()) {
                    count++;
                }
                return count;
            }

            @Override
            public void finish() {
                if (!waits) {
                    inner().finish();
                    return;
                }
                late.add(() -> {
                    try (Cursor now = ReadsAtCommit.this.cursor(range, Direction.FORWARD, Access.SCAN)) {
                        inner().addAll(now, Long.MAX_VALUE);
                    }
                    inner().finish();
                });
            }

            @Override
            public void close() {
                if (!waits) {
                    inner().close();
                }
            }
        }
    }
}
