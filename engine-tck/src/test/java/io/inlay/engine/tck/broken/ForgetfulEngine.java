package io.inlay.engine.tck.broken;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Limits;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.decorate.ForwardingCursor;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingReplacement;
import io.inlay.engine.tck.decorate.ForwardingRunWriter;
import io.inlay.engine.tck.decorate.ForwardingSnapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Model engines that are right at a first call and wrong at a later one, and the test that must find them. */
enum ForgetfulEngine implements Broken {
    FORGETS_A_DEAD_SOURCE(
            "R34_a_cursor_that_fails_passes_its_failure_unchanged",
            SubtleWrites.runs(run -> new ForwardingRunWriter(run) {
                @Override
                public long addAll(Cursor rest, long max) {
                    long added = 0;
                    for (; added < max && rest.next(); added++) {
                        inner().add(rest.key(), rest.value());
                    }
                    return added;
                }
            })),
    FORGETS_A_REFUSED_SOURCE("R34_addAll_checks_as_add_does", SubtleWrites.runs(run -> new ForwardingRunWriter(run) {
        @Override
        public long addAll(Cursor rest, long max) {
            ForgetfulEngine.check(rest.direction() == Direction.FORWARD, "the cursor is not FORWARD");
            return inner().addAll(rest, max);
        }
    })),
    FORGETS_A_KEY_OUT_OF_ORDER(
            "R34_keys_of_a_run_ascend_strictly_else_INVALID_naming_the_key",
            SubtleWrites.runs(run -> new ForwardingRunWriter(run) {
                private byte @Nullable [] last;

                @Override
                public void add(ByteBuffer key, ByteBuffer value) {
                    byte[] next = Keys.copy(key);
                    ForgetfulEngine.check(last == null || Keys.compare(last, next) < 0, Keys.printable(next));
                    last = next;
                    inner().add(key, value);
                }
            })),
    FORGETS_A_KEY_OUT_OF_RANGE(
            "R34_keys_of_a_run_lie_in_its_range_else_INVALID_naming_the_key",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                @Override
                public RunWriter excise(KeyRange range) {
                    return new ForwardingRunWriter(inner.excise(range)) {
                        @Override
                        public void add(ByteBuffer key, ByteBuffer value) {
                            byte[] next = Keys.copy(key);
                            ForgetfulEngine.check(range.contains(next), Keys.printable(next));
                            inner().add(key, value);
                        }
                    };
                }
            })),
    FORGETS_A_REFUSED_DELETE(
            "R34_only_an_overlay_run_takes_deletes",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                @Override
                public RunWriter excise(KeyRange range) {
                    return new ForwardingRunWriter(inner.excise(range)) {
                        @Override
                        public void delete(ByteBuffer key) {
                            ForgetfulEngine.check(false, "only an overlay run takes deletes");
                        }
                    };
                }
            })),
    COMMITS_AT_THE_SECOND_TRY(
            "R35_a_replacement_is_spent_after_commit",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                private int unfinished;

                @Override
                public RunWriter excise(KeyRange range) {
                    unfinished++;
                    return new ForwardingRunWriter(inner.excise(range)) {
                        @Override
                        public void finish() {
                            inner().finish();
                            unfinished--;
                        }
                    };
                }

                @Override
                public ReplaceResult commit() {
                    ForgetfulEngine.check(unfinished == 0, "a run is not finished");
                    return inner.commit();
                }
            })),
    TAKES_ONE_OF_NONE(
            "R33_addAll_adds_what_next_yields_but_not_the_current_entry",
            SubtleWrites.runs(run -> new ForwardingRunWriter(run) {
                @Override
                public long addAll(Cursor rest, long max) {
                    return inner().addAll(rest, Math.max(1, max));
                }
            })),
    BINDS_RUNS_TO_THEIR_THREAD(
            "R16_a_run_and_its_replacement_may_be_handed_from_thread_to_thread",
            SubtleWrites.runs(run -> new ForwardingRunWriter(run) {
                private final Thread own = Thread.currentThread();

                @Override
                public void add(ByteBuffer key, ByteBuffer value) {
                    ForgetfulEngine.check(own.equals(Thread.currentThread()), "a run of another thread");
                    inner().add(key, value);
                }
            })),
    BINDS_REPLACEMENTS_TO_THEIR_THREAD(
            "R16_a_run_and_its_replacement_may_be_handed_from_thread_to_thread",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                private final Thread own = Thread.currentThread();

                @Override
                public ReplaceResult commit() {
                    ForgetfulEngine.check(own.equals(Thread.currentThread()), "a replacement of another thread");
                    return inner.commit();
                }
            })),
    SHARES_LONG_VALUES("R10_long_values_are_copies_too", inner -> new ForwardingEngine(inner) {
        private byte @Nullable [] last;

        @Override
        public byte @Nullable [] get(byte[] key) {
            byte[] value = inner.get(key);
            if (value != null && value.length > 1_000 && last != null && last.length == value.length) {
                return last;
            }
            last = value;
            return value;
        }
    }),
    KEEPS_THE_ARRAY_OF_A_KEY("R10_a_get_keeps_no_hold_of_the_key_it_is_given", inner -> new ForwardingEngine(inner) {
        private byte @Nullable [] lastKey;
        private byte @Nullable [] last;

        @Override
        @SuppressWarnings("ReferenceEquality") // the caller's array itself is what it goes by
        public byte @Nullable [] get(byte[] key) {
            if (lastKey != key) {
                lastKey = key;
                last = inner.get(key);
            }
            return last;
        }
    }),
    LENDS_ARRAYS_OF_SNAPSHOTS(
            "R13_lent_buffers_are_read_only_big_endian_and_set_anew_by_each_call",
            inner -> new ForwardingEngine(inner) {
                @Override
                public Snapshot snapshot() {
                    return new ForwardingSnapshot(inner.snapshot()) {
                        @Override
                        public Cursor cursor(KeyRange range, Direction direction, Access access) {
                            return new ForwardingCursor(inner().cursor(range, direction, access)) {
                                @Override
                                public ByteBuffer value() {
                                    return ByteBuffer.wrap(Keys.copy(inner().value()));
                                }
                            };
                        }
                    };
                }
            }),
    LENDS_KEYS_IN_LITTLE_ENDIAN(
            "R13_lent_buffers_are_read_only_big_endian_and_set_anew_by_each_call",
            BrokenCursors.engine(inner -> new ForwardingCursor(inner) {
                @Override
                public ByteBuffer key() {
                    return direction() == Direction.FORWARD
                            ? inner.key()
                            : inner.key().order(ByteOrder.LITTLE_ENDIAN);
                }
            })),
    GETS_INTO_WHAT_IS_LENT(
            "R13_lent_bytes_stay_until_the_cursors_next_move_whatever_else_is_done",
            inner -> new ForwardingEngine(inner) {
                private byte[] buffer = new byte[0];

                @Override
                public byte @Nullable [] get(byte[] key) {
                    byte[] value = inner.get(key);
                    if (value != null && value.length <= buffer.length) {
                        System.arraycopy(value, 0, buffer, 0, value.length);
                    }
                    return value;
                }

                @Override
                public Cursor cursor(KeyRange range, Direction direction, Access access) {
                    return new ForwardingCursor(inner.cursor(range, direction, access)) {
                        @Override
                        public ByteBuffer value() {
                            buffer = Keys.copy(inner().value());
                            return ByteBuffer.wrap(buffer).asReadOnlyBuffer();
                        }
                    };
                }
            }),
    MAKES_ROOM_AT_EACH_CLOSE(
            "R17_one_view_too_many_gets_RETRY_until_one_is_closed", inner -> new CountsEachClose(inner, 4)),
    COUNTS_EACH_CLOSE(
            "R42_close_is_idempotent_and_closing_a_view_never_throws",
            inner -> new CountsEachClose(inner, Integer.MAX_VALUE)),
    SEEKS_BELOW_ITS_RANGE_IN_VAIN("R14_seek_is_clamped_to_the_range", readOnly(inner -> new ForwardingEngine(inner) {
        @Override
        public Cursor cursor(KeyRange range, Direction direction, Access access) {
            return new ForwardingCursor(inner.cursor(range, direction, access)) {
                @Override
                public boolean seek(byte[] key) {
                    return range.contains(key) && inner().seek(key);
                }
            };
        }
    })),
    NEVER_REFUSES_A_VIEW(
            "R17_a_read_only_engine_refuses_one_view_too_many", readOnly(inner -> new ForwardingEngine(inner) {
                @Override
                public Limits limits() {
                    return new Limits(
                            inner.limits().maxKeyBytes(), inner.limits().maxValueBytes(), 3);
                }
            })),
    NUMBERS_WHAT_IT_STAGES("R46_staged_names_are_random_and_not_made_from_keys", inner -> new ForwardingEngine(inner) {
        private int begun;

        @Override
        public Replacement begin() {
            int number = ++begun;
            return new ForwardingReplacement(inner.begin()) {
                @Override
                public Path scratch() {
                    Path area = inner().scratch().getParent();
                    return area.resolveSibling("run-" + number).resolve("scratch");
                }
            };
        }
    });

    private final String test;

    @SuppressWarnings("ImmutableEnumChecker") // the operators keep no state; the engines they make do
    private final UnaryOperator<Engine> fault;

    ForgetfulEngine(String test, UnaryOperator<Engine> fault) {
        this.test = test;
        this.fault = fault;
    }

    /** Refuses what the engine inside must not see, so that it cannot remember the failure. */
    private static void check(boolean right, String wrong) {
        if (!right) {
            throw new EngineException(Kind.INVALID, wrong);
        }
    }

    /** The fault of engines that are open read-only. */
    private static UnaryOperator<Engine> readOnly(UnaryOperator<Engine> fault) {
        return inner -> {
            try {
                inner.sync();
                return inner;
            } catch (EngineException e) {
                return fault.apply(inner);
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
