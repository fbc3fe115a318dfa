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
import io.inlay.engine.Keys;
import io.inlay.engine.Limits;
import io.inlay.engine.Metrics;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.decorate.ForwardingCursor;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingReplacement;
import io.inlay.engine.tck.decorate.ForwardingRunWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Model engines with one fault each, and the test of the contract that must find it. */
enum BrokenEngine implements Broken {
    SKIPS_THE_LAST_ENTRY(
            "R01_keys_ascend_as_unsigned_bytes_and_before_their_extensions",
            BrokenCursors.engine(BrokenCursors.SkipsTheLast::new)),
    CALLS_AN_EMPTY_VALUE_ABSENT(
            "R02_an_empty_key_and_an_empty_value_are_an_entry", inner -> new ForwardingEngine(inner) {
                @Override
                public byte @Nullable [] get(byte[] key) {
                    byte[] value = inner.get(key);
                    return value == null || value.length == 0 ? null : value;
                }
            }),
    TAKES_SHORT_KEYS_ONLY("R03_limits_are_fixed_and_allow_long_keys", inner -> new ForwardingEngine(inner) {
        @Override
        public Limits limits() {
            return new Limits(511, 1 << 20, 100);
        }
    }),
    INCLUDES_THE_UPPER_BOUND("R04_a_range_is_half_open", inner -> new ForwardingEngine(inner) {
        @Override
        public Cursor cursor(KeyRange range, Direction direction, Access access) {
            byte[] until = range.until();
            KeyRange wider = until == null ? range : KeyRange.of(range.from(), Keys.successor(until));
            return inner.cursor(wider, direction, access);
        }
    }),
    HANDS_OUT_ITS_OWN_VALUE("R10_get_returns_a_copy_or_null", inner -> new ForwardingEngine(inner) {
        private byte @Nullable [] last;

        @Override
        public byte @Nullable [] get(byte[] key) {
            last = last == null ? inner.get(key) : last;
            return last;
        }
    }),
    OPENS_CURSORS_LATE("R11_a_cursor_of_an_engine_sees_its_state_as_of_opening", inner -> new ForwardingEngine(inner) {
        @Override
        public Cursor cursor(KeyRange range, Direction direction, Access access) {
            return new BrokenCursors.Late(() -> inner.cursor(range, direction, access), direction);
        }
    }),
    ENDS_A_CURSOR_ON_FAILURE(
            "R12_a_failure_throws_at_every_later_call_and_never_looks_like_the_end",
            BrokenCursors.engine(BrokenCursors.EndsOnFailure::new)),
    LENDS_WRITABLE_BUFFERS(
            "R13_lent_buffers_are_read_only_big_endian_and_set_anew_by_each_call",
            BrokenCursors.engine(BrokenCursors.LendsWritable::new)),
    SEEKS_ONE_TOO_FAR(
            "R14_seek_stands_on_the_first_entry_at_or_after_the_key",
            BrokenCursors.engine(BrokenCursors.SeeksTooFar::new)),
    SHOWS_A_REPLACE_TO_SNAPSHOTS(
            "R15_a_snapshot_agrees_with_itself_and_survives_any_replace", inner -> new ForwardingEngine(inner) {
                @Override
                public Snapshot snapshot() {
                    return new OtherSnapshot(inner, inner.snapshot());
                }
            }),
    LEAKS_VIEWS("R18_access_never_changes_a_result", inner -> new ForwardingEngine(inner) {
        @Override
        public Cursor cursor(KeyRange range, Direction direction, Access access) {
            return new ForwardingCursor(inner.cursor(range, direction, access)) {
                @Override
                public void close() {
                    // forgotten
                }
            };
        }
    }),
    APPLIES_BATCHES_IN_PARTS("R20_no_reader_sees_a_part_of_a_batch", inner -> new ForwardingEngine(inner) {
        @Override
        public void write(Batch batch, Durability durability) {
            BrokenWrites.each(batch).forEach(part -> inner.write(part, durability));
        }
    }),
    LETS_THE_FIRST_OPERATION_WIN("R20_later_operations_of_a_batch_win", inner -> new ForwardingEngine(inner) {
        @Override
        public void write(Batch batch, Durability durability) {
            List<Batch> parts = new ArrayList<>(BrokenWrites.each(batch));
            Collections.reverse(parts);
            parts.forEach(part -> inner.write(part, durability));
        }
    }),
    LOSES_RELAXED_WRITES("R21_a_close_keeps_every_write_of_either_kind", inner -> new ForwardingEngine(inner) {
        private int writes;

        @Override
        public void write(Batch batch, Durability durability) {
            if (durability == Durability.SYNC || ++writes % 11 != 0) {
                inner.write(batch, durability);
            }
        }
    }),
    IS_POISONED_BY_A_REFUSED_BATCH(
            "R23_a_failure_proven_harmless_does_not_poison", inner -> new ForwardingEngine(inner) {
                private boolean poisoned;

                @Override
                public void write(Batch batch, Durability durability) {
                    if (poisoned) {
                        throw new EngineException(Kind.INTERNAL, "poisoned");
                    }
                    try {
                        inner.write(batch, durability);
                    } catch (EngineException e) {
                        poisoned = true;
                        throw e;
                    }
                }
            }),
    SWALLOWS_INTERRUPTS(
            "R24_calls_with_the_interrupt_flag_set_do_their_work_and_keep_it", inner -> new ForwardingEngine(inner) {
                @Override
                public void sync() {
                    Thread.interrupted();
                    inner.sync();
                }
            }),
    COMMITS_EARLY("R30_nothing_is_visible_before_commit", BrokenWrites.replacing(BrokenWrites.InParts::new)),
    COMMITS_IN_PARTS(
            "R31_commit_is_atomic_for_readers_over_all_ranges_and_runs",
            BrokenWrites.replacing(BrokenWrites.InSteps::new)),
    LAYS_AN_EXCISED_RUN_OVER(
            "R33_an_excised_range_holds_exactly_its_run_and_all_else_is_untouched",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                @Override
                public RunWriter excise(KeyRange range) {
                    return inner.overlay(range);
                }
            })),
    FORGETS_DELETES_OF_OVERLAYS(
            "R33_an_overlay_applies_its_puts_and_deletes",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                @Override
                public RunWriter overlay(KeyRange range) {
                    return new ForwardingRunWriter(inner.overlay(range)) {
                        @Override
                        public void delete(ByteBuffer key) {
                            // forgotten
                        }
                    };
                }
            })),
    ADDS_THE_CURRENT_ENTRY_TOO(
            "R33_addAll_adds_what_next_yields_but_not_the_current_entry",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                @Override
                public RunWriter excise(KeyRange range) {
                    return new BrokenWrites.AddsCurrent(inner.excise(range));
                }
            })),
    FINISHES_RUNS_BY_ITSELF(
            "R35_an_unfinished_run_cannot_be_committed",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                @Override
                public RunWriter excise(KeyRange range) {
                    RunWriter run = inner.excise(range);
                    return new ForwardingRunWriter(run) {
                        @Override
                        public void add(ByteBuffer key, ByteBuffer value) {
                            run.add(key, value);
                            run.finish();
                        }

                        @Override
                        public void finish() {
                            // done already
                        }
                    };
                }
            })),
    LEAVES_SCRATCH_BEHIND(
            "R35_scratch_is_a_private_directory_gone_with_the_replacement",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                @Override
                public void close() {
                    // forgotten
                }
            })),
    ANSWERS_AFTER_CLOSE("R41_everything_gets_CLOSED_after_close", inner -> new ForwardingEngine(inner) {
        private boolean closed;

        @Override
        public byte @Nullable [] get(byte[] key) {
            return closed ? null : inner.get(key);
        }

        @Override
        public void close() {
            closed = true;
            inner.close();
        }
    }),
    SHOWS_VALUES_IN_MESSAGES(
            "E01_messages_escape_control_characters_cut_keys_and_never_show_values",
            inner -> new ForwardingEngine(inner) {
                @Override
                public void write(Batch batch, Durability durability) {
                    try {
                        inner.write(batch, durability);
                    } catch (EngineException e) {
                        throw new EngineException(e.kind(), e.getMessage() + BrokenWrites.values(batch), e);
                    }
                }
            }),
    CHANGES_ITS_CAPABILITIES("C01_a_capability_is_found_or_absent_and_stays_so", inner -> new ForwardingEngine(inner) {
        private int asked;

        @Override
        public <C extends Capability> Optional<C> find(Class<C> capability) {
            return capability == Metrics.class && ++asked % 2 == 0 ? Optional.empty() : inner.find(capability);
        }
    }),
    REPORTS_NOTHING_COPIED(
            "R39_the_result_tells_what_a_commit_did",
            BrokenWrites.replacing((engine, inner) -> new ForwardingReplacement(inner) {
                @Override
                public ReplaceResult commit() {
                    ReplaceResult result = inner.commit();
                    return new ReplaceResult(result.records(), 0, 0, result.writersHeld());
                }
            }));

    private final String test;

    @SuppressWarnings("ImmutableEnumChecker") // the operators keep no state; the engines they make do
    private final UnaryOperator<Engine> fault;

    BrokenEngine(String test, UnaryOperator<Engine> fault) {
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
