package io.inlay.engine.tck.broken;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Capability;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.Metrics;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingRunWriter;
import io.inlay.engine.tck.decorate.ForwardingSnapshot;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Model engines that are right in most uses, and the test of the contract that must find the others. */
enum SubtleEngine implements Broken {
    ORDERS_BYTES_AS_SIGNED("R01_keys_ascend_as_unsigned_bytes_and_before_their_extensions", SubtleCursors::signed),
    SEEKS_OUT_OF_ITS_RANGE("R14_seek_is_clamped_to_the_range", SubtleCursors::unclamped),
    ANSWERS_FROM_A_CLOSED_SNAPSHOT("R15_closing_a_snapshot_closes_its_cursors", inner -> new ForwardingEngine(inner) {
        @Override
        public Snapshot snapshot() {
            return new ForwardingSnapshot(inner.snapshot()) {
                private boolean closed;

                @Override
                public byte @Nullable [] get(byte[] key) {
                    return closed ? inner.get(key) : inner().get(key);
                }

                @Override
                public void close() {
                    closed = true;
                    inner().close();
                }
            };
        }
    }),
    LOSES_COUNT_OF_CURSORS("R17_cursors_closed_with_their_snapshot_make_room", inner -> new ForwardingEngine(inner) {
        private final AtomicInteger open = new AtomicInteger();

        @Override
        public Limits limits() {
            return new Limits(inner.limits().maxKeyBytes(), inner.limits().maxValueBytes(), 50);
        }

        @Override
        public Snapshot snapshot() {
            return new ForwardingSnapshot(inner.snapshot()) {
                @Override
                public Cursor cursor(KeyRange range, Direction direction, Access access) {
                    if (open.incrementAndGet() >= limits().maxOpenViews()) {
                        throw new EngineException(Kind.RETRY, "too many cursors");
                    }
                    return inner().cursor(range, direction, access);
                }
            };
        }
    }),
    KEEPS_THE_BATCH_IT_IS_GIVEN(
            "R20_a_batch_may_be_changed_and_used_again_once_it_is_written", SubtleWrites.WritesLater::new),
    DELETES_THE_UPPER_BOUND_TOO("R04_a_range_is_half_open", inner -> new ForwardingEngine(inner) {
        @Override
        public void write(Batch batch, Durability durability) {
            inner.write(SubtleWrites.withUpperBounds(batch), durability);
        }
    }),
    GETS_FROM_A_STALE_CACHE(
            "R20_one_order_of_writes_and_commits_explains_every_read", inner -> new ForwardingEngine(inner) {
                private final Map<ByteBuffer, Optional<byte[]>> cache = new ConcurrentHashMap<>();
                private final AtomicInteger gets = new AtomicInteger();

                @Override
                public byte @Nullable [] get(byte[] key) {
                    byte[] value = inner.get(key);
                    Optional<byte[]> before = cache.put(ByteBuffer.wrap(key), Optional.ofNullable(value));
                    return before != null && gets.incrementAndGet() % 5 == 0 ? before.orElse(null) : value;
                }
            }),
    HANDS_OUT_THE_SNAPSHOT_BEFORE(
            "R20_one_order_of_writes_and_commits_explains_every_read", inner -> new ForwardingEngine(inner) {
                private volatile @Nullable Snapshot last;

                @Override
                public Snapshot snapshot() {
                    Snapshot before = last;
                    last = inner.snapshot();
                    return before == null ? inner.snapshot() : before;
                }

                @Override
                public void close() {
                    Snapshot open = last;
                    if (open != null) {
                        open.close();
                    }
                    inner.close();
                }
            }),
    WRITES_LARGE_BATCHES_IN_PARTS("R20_no_reader_sees_a_part_of_a_large_batch", inner -> new ForwardingEngine(inner) {
        @Override
        public void write(Batch batch, Durability durability) {
            SubtleWrites.writeInChunks(inner, batch, durability);
        }
    }),
    SHOWS_LONG_RUNS_EARLY(
            "R31_a_large_commit_is_one_step_for_readers",
            BrokenWrites.replacing(SubtleWrites.CommitsLongRunsEarly::new)),
    READS_DELETED_KEYS_LATE(
            "R34_a_run_copies_what_it_is_given_and_moves_no_position",
            SubtleWrites.runs(SubtleWrites.KeepsDeletes::new)),
    SORTS_RUNS(
            "R34_keys_of_a_run_ascend_strictly_else_INVALID_naming_the_key",
            SubtleWrites.runs(SubtleWrites.Sorts::new)),
    FINISHES_HALF_A_RUN(
            "R34_a_cursor_that_fails_passes_its_failure_unchanged",
            SubtleWrites.runs(SubtleWrites.FinishesHalfARun::new)),
    TAKES_A_SECOND_FINISH(
            "R35_an_unfinished_run_cannot_be_committed", SubtleWrites.runs(run -> new ForwardingRunWriter(run) {
                private boolean finished;

                @Override
                public void finish() {
                    if (!finished) {
                        finished = true;
                        inner().finish();
                    }
                }
            })),
    LEAKS_STAGED_FILES(
            "R35_commits_leave_nothing_staged_behind", BrokenWrites.replacing(SubtleWrites.LeavesFiles::new)),
    COUNTS_SNAPSHOTS_ONLY(
            "C06_metrics_tell_open_views_and_the_age_of_the_oldest", inner -> new ForwardingEngine(inner) {
                @Override
                public <C extends Capability> Optional<C> find(Class<C> capability) {
                    Optional<C> found = inner.find(capability);
                    return capability == Metrics.class
                            ? found.map(metrics -> capability.cast((Metrics) () -> {
                                TreeMap<String, Long> figures = new TreeMap<>(((Metrics) metrics).read());
                                figures.computeIfPresent(Metrics.VIEWS_OPEN, (name, open) -> Math.min(open, 1L));
                                return figures;
                            }))
                            : found;
                }
            });

    private final String test;

    @SuppressWarnings("ImmutableEnumChecker") // the operators keep no state; the engines they make do
    private final UnaryOperator<Engine> fault;

    SubtleEngine(String test, UnaryOperator<Engine> fault) {
        this.test = test;
        this.fault = fault;
    }

    @Override
    public String test() {
        return test;
    }

    @Override
    public UnaryOperator<Engine> fault() {
        return fault;
    }
}
