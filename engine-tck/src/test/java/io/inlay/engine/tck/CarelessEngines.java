package io.inlay.engine.tck;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingReplacement;
import io.inlay.engine.tck.decorate.ForwardingRunWriter;
import io.inlay.engine.tck.model.ModelProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Model engines that are right as long as nothing goes wrong. Public, since child processes make them by name. */
public final class CarelessEngines {
    private CarelessEngines() {}

    /** Opens model engines that its subclass makes careless. */
    abstract static class Provider implements EngineProvider {
        private final EngineProvider inner = new ModelProvider();

        abstract Engine careless(Engine engine);

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public List<OptionSpec> options() {
            return inner.options();
        }

        @Override
        public Engine open(Path directory, Map<String, String> options) {
            Engine engine = inner.open(directory, options);
            return Boolean.parseBoolean(options.get(OptionSpec.READ_ONLY.name())) ? engine : careless(engine);
        }
    }

    /** Acknowledges SYNC writes and syncs without flushing. */
    public static final class NeverSyncs extends Provider {
        @Override
        Engine careless(Engine engine) {
            return new ForwardingEngine(engine) {
                @Override
                public void write(Batch batch, Durability durability) {
                    inner().write(batch, Durability.RELAXED);
                }

                @Override
                public void sync() {
                    // left to the system
                }
            };
        }
    }

    /** Commits without flushing. */
    public static final class CommitsUnsynced extends Provider {
        @Override
        Engine careless(Engine engine) {
            return new ForwardingEngine(engine) {
                @Override
                public Replacement begin() {
                    return new AsBatch(inner(), inner().begin());
                }
            };
        }
    }

    /** Keeps RELAXED writes in its own memory until it is closed. */
    public static final class WritesLater extends Provider {
        @Override
        Engine careless(Engine engine) {
            return new ForwardingEngine(engine) {
                private final List<Batch> kept = new ArrayList<>();

                @Override
                public synchronized void write(Batch batch, Durability durability) {
                    if (durability == Durability.SYNC) {
                        inner().write(batch, durability);
                    } else {
                        kept.add(batch);
                    }
                }

                @Override
                public synchronized void close() {
                    kept.forEach(batch -> inner().write(batch, Durability.RELAXED));
                    inner().close();
                }
            };
        }
    }

    /** Commits excised ranges first, without waiting for the disk, and the rest a little later. */
    public static final class CommitsInSteps extends Provider {
        private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

        @Override
        Engine careless(Engine engine) {
            return new ForwardingEngine(engine) {
                @Override
                public Replacement begin() {
                    Replacement first = new AsBatch(inner(), inner().begin());
                    return new ForwardingReplacement(inner().begin()) {
                        @Override
                        public RunWriter excise(KeyRange range) {
                            return first.excise(range);
                        }

                        @Override
                        public ReplaceResult commit() {
                            first.commit();
                            first.close();
                            LockSupport.parkNanos(BETWEEN_NANOS);
                            return inner().commit();
                        }
                    };
                }
            };
        }
    }

    /** Stages beside the places that it cleans up. */
    public static final class StagesAnywhere extends Provider {
        @Override
        Engine careless(Engine engine) {
            return new ForwardingEngine(engine) {
                @Override
                public Replacement begin() {
                    Replacement replacement = inner().begin();
                    Path area = replacement.scratch().getParent();
                    try {
                        Files.createTempFile(area.getParent(), "run", ".tmp");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return replacement;
                }
            };
        }
    }

    /** A replacement that becomes a relaxed batch. */
    private static final class AsBatch extends ForwardingReplacement {
        private final Engine engine;
        private final Batch batch = new Batch();
        private long records;

        AsBatch(Engine engine, Replacement inner) {
            super(inner);
            this.engine = engine;
        }

        @Override
        public RunWriter excise(KeyRange range) {
            batch.deleteRange(range);
            return overlay(range);
        }

        @Override
        public void empty(KeyRange range) {
            batch.deleteRange(range);
        }

        @Override
        public RunWriter overlay(KeyRange range) {
            return new ForwardingRunWriter(inner().overlay(range)) {
                @Override
                public void add(ByteBuffer key, ByteBuffer value) {
                    batch.put(Keys.copy(key), Keys.copy(value));
                    records++;
                }

                @Override
                public void delete(ByteBuffer key) {
                    batch.delete(Keys.copy(key));
                }
            };
        }

        @Override
        public ReplaceResult commit() {
            engine.write(batch, Durability.RELAXED);
            return new ReplaceResult(records, batch.bytes(), 0, Duration.ZERO);
        }
    }
}
