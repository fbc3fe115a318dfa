package io.inlay.engine.tck.broken;

import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingReplacement;
import io.inlay.engine.tck.decorate.ForwardingRunWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Writes and replacements that break one rule each. */
final class BrokenWrites {
    private BrokenWrites() {}

    /** Engines whose replacements are broken. */
    static UnaryOperator<Engine> replacing(BiFunction<Engine, Replacement, Replacement> fault) {
        return inner -> new ForwardingEngine(inner) {
            @Override
            public Replacement begin() {
                return fault.apply(inner, inner.begin());
            }
        };
    }

    /** A batch for each operation of one. */
    static List<Batch> each(Batch batch) {
        List<Batch> parts = new ArrayList<>();
        batch.forEach(new Batch.Visitor() {
            @Override
            public void put(byte[] key, byte[] value) {
                parts.add(new Batch().put(key, value));
            }

            @Override
            public void delete(byte[] key) {
                parts.add(new Batch().delete(key));
            }

            @Override
            public void deleteRange(KeyRange range) {
                parts.add(new Batch().deleteRange(range));
            }
        });
        return parts;
    }

    /** The values of a batch, one after the other. */
    static String values(Batch batch) {
        StringBuilder values = new StringBuilder();
        batch.forEach(new Batch.Visitor() {
            @Override
            public void put(byte[] key, byte[] value) {
                values.append(new String(value, StandardCharsets.ISO_8859_1));
            }

            @Override
            public void delete(byte[] key) {
                // has no value
            }

            @Override
            public void deleteRange(KeyRange range) {
                // has no value
            }
        });
        return values.toString();
    }

    /** Commits each run as it is finished. */
    static final class InParts extends ForwardingReplacement {
        private final Engine engine;

        InParts(Engine engine, Replacement inner) {
            super(inner);
            this.engine = engine;
        }

        @Override
        public RunWriter excise(KeyRange range) {
            Replacement own = engine.begin();
            return new ForwardingRunWriter(own.excise(range)) {
                @Override
                public void finish() {
                    inner().finish();
                    own.commit();
                }
            };
        }
    }

    /** Commits one range after the other. */
    static final class InSteps extends ForwardingReplacement {
        private final Engine engine;
        private final List<Replacement> steps = new ArrayList<>();

        InSteps(Engine engine, Replacement inner) {
            super(inner);
            this.engine = engine;
        }

        private Replacement step() {
            Replacement step = engine.begin();
            steps.add(step);
            return step;
        }

        @Override
        public RunWriter excise(KeyRange range) {
            return step().excise(range);
        }

        @Override
        public RunWriter overlay(KeyRange range) {
            return step().overlay(range);
        }

        @Override
        public void empty(KeyRange range) {
            step().empty(range);
        }

        @Override
        public ReplaceResult commit() {
            long records = 0;
            for (Replacement step : steps) {
                records += step.commit().records();
            }
            return new ReplaceResult(records, 0, 0, Duration.ZERO);
        }
    }

    /** Adds the entry on which a cursor stands before it moves it. */
    static final class AddsCurrent extends ForwardingRunWriter {
        AddsCurrent(RunWriter inner) {
            super(inner);
        }

        @Override
        public long addAll(Cursor rest, long max) {
            byte[] key = Keys.copy(rest.key());
            return rest.seek(key) ? addFrom(rest, max) : 0;
        }

        private long addFrom(Cursor rest, long max) {
            inner().add(rest.key(), rest.value());
            return 1 + inner().addAll(rest, max);
        }
    }
}
