package io.inlay.engine.tck.broken;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Capability;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.decorate.ForwardingCursor;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingReplacement;
import io.inlay.engine.tck.decorate.ForwardingSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Model engines that are wrong only beside other views, for absent keys, or beyond a number, and the test that must find them. */
enum NarrowEngine implements Broken {
    SHARES_WHAT_SNAPSHOTS_GET("R10_a_snapshot_hands_out_copies_too", snapshots((engine, inner) -> {
        return new ForwardingSnapshot(inner) {
            private byte @Nullable [] lastKey;
            private byte @Nullable [] last;

            @Override
            public byte @Nullable [] get(byte[] key) {
                if (!Arrays.equals(lastKey, key)) {
                    lastKey = key.clone();
                    last = inner.get(key);
                }
                return last;
            }
        };
    })),
    OPENS_SCANS_LATE("R11_what_is_written_before_the_first_move_is_not_seen", inner -> new ForwardingEngine(inner) {
        @Override
        public Cursor cursor(KeyRange range, Direction direction, Access access) {
            return access == Access.POINT
                    ? inner.cursor(range, direction, access)
                    : new BrokenCursors.Late(() -> inner.cursor(range, direction, access), direction);
        }
    }),
    KEEPS_THE_SOUGHT_KEY(
            "R14_a_seek_keeps_no_hold_of_the_key_it_is_given",
            BrokenCursors.engine(inner -> new ForwardingCursor(inner) {
                private byte @Nullable [] sought;

                @Override
                public boolean seek(byte[] key) {
                    sought = key;
                    return inner.seek(key);
                }

                @Override
                public boolean next() {
                    if (sought != null) {
                        inner.seek(sought);
                        sought = null;
                    }
                    return inner.next();
                }
            })),
    KEEPS_A_THOUSAND_STATES("R15_a_snapshot_outlasts_many_writes", inner -> new ForwardingEngine(inner) {
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public void write(Batch batch, Durability durability) {
            inner.write(batch, durability);
            writes.incrementAndGet();
        }

        @Override
        public Snapshot snapshot() {
            int taken = writes.get();
            return new ForwardingSnapshot(inner.snapshot()) {
                @Override
                public Cursor cursor(KeyRange range, Direction direction, Access access) {
                    return (writes.get() - taken > 1_000 ? inner : inner()).cursor(range, direction, access);
                }
            };
        }
    }),
    CLOSES_CURSORS_OF_OTHERS(
            "R15_closing_a_snapshot_leaves_all_other_views_as_they_are", inner -> new ForwardingEngine(inner) {
                private final List<Cursor> open = Collections.synchronizedList(new ArrayList<>());

                @Override
                public Cursor cursor(KeyRange range, Direction direction, Access access) {
                    Cursor cursor = inner.cursor(range, direction, access);
                    open.add(cursor);
                    return cursor;
                }

                @Override
                public Snapshot snapshot() {
                    return new ForwardingSnapshot(inner.snapshot()) {
                        @Override
                        public void close() {
                            inner().close();
                            List.copyOf(open).forEach(Cursor::close);
                        }
                    };
                }
            }),
    SEEKS_IN_A_CLOSED_SNAPSHOT(
            "R15_closing_a_snapshot_leaves_all_other_views_as_they_are", snapshots((engine, inner) -> {
                return new ForwardingSnapshot(inner) {
                    private boolean closed;

                    @Override
                    public Cursor cursor(KeyRange range, Direction direction, Access access) {
                        return new ForwardingCursor(inner.cursor(range, direction, access)) {
                            @Override
                            public boolean seek(byte[] key) {
                                return !closed && inner().seek(key);
                            }
                        };
                    }

                    @Override
                    public void close() {
                        closed = true;
                        inner.close();
                    }
                };
            })),
    GETS_WHAT_IS_STAGED("R30_a_get_finds_nothing_that_is_only_staged", NarrowWrites.GetsStaged::new),
    GETS_WHAT_A_RANGE_DELETE_REMOVED(
            "R20_what_a_batch_deletes_is_gone_for_gets_too", inner -> new NarrowWrites.Remembers(inner, true)),
    GETS_WHAT_A_REPLACEMENT_REMOVED(
            "R33_what_a_replacement_removes_is_gone_for_gets_too", inner -> new NarrowWrites.Remembers(inner, false)),
    REVIVES_DELETED_KEYS("R21_a_close_keeps_every_delete_of_either_kind", NarrowWrites.Revives::new),
    SWALLOWS_INTERRUPTS_OF_FIND(
            "R24_calls_with_the_interrupt_flag_set_do_their_work_and_keep_it", inner -> new ForwardingEngine(inner) {
                @Override
                public <C extends Capability> Optional<C> find(Class<C> capability) {
                    Thread.interrupted();
                    return inner.find(capability);
                }
            }),
    REPLACES_TEN_RANGES(
            "R33_a_replacement_may_have_many_ranges",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                private int ranges;

                @Override
                public void empty(KeyRange range) {
                    if (ranges++ < 10) {
                        inner.empty(range);
                    }
                }
            })),
    KEEPS_REPLACEMENTS_APART(
            "R33_replacements_open_at_once_take_effect_in_the_order_of_their_commits", NarrowWrites.KeepsApart::new),
    READS_ITS_OWN_ENTRIES_AT_COMMIT(
            "R33_addAll_of_the_engine_itself_adds_what_the_cursor_saw", NarrowWrites.ReadsAtCommit::new),
    COMPARES_WITH_THE_LAST_RANGE(
            "R34_a_range_is_compared_with_every_one_before_it",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                private final List<KeyRange> emptied = new ArrayList<>();

                @Override
                public RunWriter overlay(KeyRange range) {
                    emptied.removeIf(range::overlaps);
                    return inner.overlay(range);
                }

                @Override
                public void empty(KeyRange range) {
                    emptied.add(range);
                }

                @Override
                public ReplaceResult commit() {
                    emptied.forEach(inner::empty);
                    return inner.commit();
                }
            })),
    COUNTS_PUTS_ONLY(
            "R39_the_result_counts_deletes_and_copies_no_more_than_it_was_given",
            BrokenWrites.replacing((engine, inner) -> new NarrowWrites.CountsPuts(inner))),
    CLAIMS_MORE_THAN_IT_COPIED(
            "R39_the_result_counts_deletes_and_copies_no_more_than_it_was_given",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                @Override
                public ReplaceResult commit() {
                    ReplaceResult result = inner.commit();
                    return new ReplaceResult(
                            result.records(), result.bytesCopied() * 2, result.bytesLinked(), result.writersHeld());
                }
            }));

    private final String test;

    @SuppressWarnings("ImmutableEnumChecker") // the operators keep no state; the engines they make do
    private final UnaryOperator<Engine> fault;

    NarrowEngine(String test, UnaryOperator<Engine> fault) {
        this.test = test;
        this.fault = fault;
    }

    private static UnaryOperator<Engine> snapshots(BiFunction<Engine, Snapshot, Snapshot> fault) {
        return inner -> new ForwardingEngine(inner) {
            @Override
            public Snapshot snapshot() {
                return fault.apply(inner, inner.snapshot());
            }
        };
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
