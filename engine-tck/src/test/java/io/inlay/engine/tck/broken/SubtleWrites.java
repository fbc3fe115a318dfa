package io.inlay.engine.tck.broken;

import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingReplacement;
import io.inlay.engine.tck.decorate.ForwardingRunWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes and replacements whose faults show only in some sizes or some uses. */
final class SubtleWrites {
    /** Operations or records that a broken engine takes at a time. */
    private static final int CHUNK = 5_000;

    private SubtleWrites() {}

    /** Engines whose runs are broken. */
    static UnaryOperator<Engine> runs(UnaryOperator<RunWriter> fault) {
        return BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
            @Override
            public RunWriter excise(KeyRange range) {
                return fault.apply(inner.excise(range));
            }

            @Override
            public RunWriter overlay(KeyRange range) {
                return fault.apply(inner.overlay(range));
            }
        });
    }

    /** Deletes the upper bound of a range with it. */
    static Batch withUpperBounds(Batch batch) {
        Batch wrong = new Batch();
        batch.forEach(new Batch.Visitor() {
            @Override
            public void put(byte[] key, byte[] value) {
                wrong.put(key, value);
            }

            @Override
            public void delete(byte[] key) {
                wrong.delete(key);
            }

            @Override
            public void deleteRange(KeyRange range) {
                byte[] until = range.until();
                wrong.deleteRange(until == null ? range : KeyRange.of(range.from(), Keys.successor(until)));
            }
        });
        return wrong;
    }

    /** Writes a large batch in several. */
    static void writeInChunks(Engine engine, Batch batch, Durability durability) {
        List<Batch> parts = BrokenWrites.each(batch);
        for (int from = 0; from < parts.size(); from += CHUNK) {
            Batch chunk = new Batch();
            parts.subList(from, Math.min(from + CHUNK, parts.size()))
                    .forEach(part -> part.forEach(new Batch.Visitor() {
                        @Override
                        public void put(byte[] key, byte[] value) {
                            chunk.put(key, value);
                        }

                        @Override
                        public void delete(byte[] key) {
                            chunk.delete(key);
                        }

                        @Override
                        public void deleteRange(KeyRange range) {
                            chunk.deleteRange(range);
                        }
                    }));
            engine.write(chunk, durability);
        }
    }

    /** Keeps relaxed batches as they are and writes them with the next call. */
    static final class WritesLater extends ForwardingEngine {
        private @Nullable Batch waiting;

        WritesLater(Engine inner) {
            super(inner);
        }

        private void flush() {
            if (waiting != null) {
                inner().write(waiting, Durability.RELAXED);
                waiting = null;
            }
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            flush();
            return inner().get(key);
        }

        @Override
        public void write(Batch batch, Durability durability) {
            flush();
            if (durability == Durability.RELAXED) {
                waiting = batch;
            } else {
                inner().write(batch, durability);
            }
        }
    }

    /** Shows a run that has become long before the rest of its replacement. */
    static final class CommitsLongRunsEarly extends ForwardingReplacement {
        private final Engine engine;

        CommitsLongRunsEarly(Engine engine, Replacement inner) {
            super(inner);
            this.engine = engine;
        }

        @Override
        public RunWriter excise(KeyRange range) {
            List<Batch> early = new ArrayList<>(List.of(new Batch()));
            return new ForwardingRunWriter(inner().excise(range)) {
                @Override
                public void add(ByteBuffer key, ByteBuffer value) {
                    early.get(0).put(Keys.copy(key), Keys.copy(value));
                    inner().add(key, value);
                    if (early.get(0).size() == CHUNK) {
                        engine.write(early.get(0), Durability.RELAXED);
                        early.get(0).clear();
                    }
                }
            };
        }
    }

    /** Leaves a file in the staging directory behind each commit. */
    static final class LeavesFiles extends ForwardingReplacement {
        private final Path directory;

        LeavesFiles(Engine engine, Replacement inner) {
            super(inner);
            this.directory = engine.directory();
        }

        @Override
        public ReplaceResult commit() {
            Path staging = directory.relativize(inner().scratch()).getName(0);
            try {
                Files.createTempFile(directory.resolve(staging), "run", ".staged");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return inner().commit();
        }
    }

    /** Sorts what it is given instead of refusing what is out of order. */
    static final class Sorts extends ForwardingRunWriter {
        private final TreeMap<byte[], byte[]> puts = new TreeMap<>(Keys::compare);

        Sorts(RunWriter inner) {
            super(inner);
        }

        @Override
        public void add(ByteBuffer key, ByteBuffer value) {
            puts.put(Keys.copy(key), Keys.copy(value));
        }

        @Override
        public void finish() {
            puts.forEach((key, value) -> inner().add(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
            inner().finish();
        }
    }

    /** Reads the keys that it deletes when the run is finished. */
    static final class KeepsDeletes extends ForwardingRunWriter {
        private final List<ByteBuffer> deletes = new ArrayList<>();
        private boolean mixed;

        KeepsDeletes(RunWriter inner) {
            super(inner);
        }

        @Override
        public void add(ByteBuffer key, ByteBuffer value) {
            mixed = true;
            inner().add(key, value);
        }

        @Override
        public void delete(ByteBuffer key) {
            if (mixed) {
                inner().delete(key);
            } else {
                deletes.add(key);
            }
        }

        @Override
        public void finish() {
            deletes.forEach(inner()::delete);
            inner().finish();
        }
    }

    /** Finishes a run whose source has died, and passes the failure on. */
    static final class FinishesHalfARun extends ForwardingRunWriter {
        private boolean finished;

        FinishesHalfARun(RunWriter inner) {
            super(inner);
        }

        @Override
        public long addAll(Cursor rest, long max) {
            long added = 0;
            try {
                for (; added < max && rest.next(); added++) {
                    inner().add(rest.key(), rest.value());
                }
                return added;
            } catch (RuntimeException e) {
                finish();
                throw e;
            }
        }

        @Override
        public void finish() {
            if (!finished) {
                finished = true;
                inner().finish();
            }
        }
    }
}
