package io.inlay.engine.tck;

import static io.inlay.engine.tck.Linearization.UNTOUCHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.tck.Linearization.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearizationTest {
    private static Call set(long begin, long end, int... values) {
        return Call.update(begin, end, values);
    }

    private static Call read(long begin, long end, int... values) {
        return Call.read(begin, end, values);
    }

    private static void accepted(Call... calls) {
        assertThat(Linearization.contradiction(new int[2], List.of(calls))).isEmpty();
    }

    private static void refused(Call... calls) {
        assertThat(Linearization.contradiction(new int[2], List.of(calls))).isPresent();
    }

    @Test
    void a_call_takes_effect_at_any_instant_between_its_begin_and_its_end() {
        accepted();
        accepted(read(1, 2, 0, 0), set(3, 4, 1, UNTOUCHED), read(5, 6, 1, 0));
        accepted(set(1, 10, 1, 1), read(2, 3, 0, 0), read(4, 5, 1, 1), read(11, 12, 1, 1));
        accepted(set(1, 10, 1, UNTOUCHED), set(2, 9, 2, UNTOUCHED), read(11, 12, 1, UNTOUCHED));
        accepted(set(1, 10, 1, UNTOUCHED), set(2, 9, 2, UNTOUCHED), read(11, 12, 2, UNTOUCHED));
    }

    @Test
    void what_returned_before_a_read_began_is_seen_by_it() {
        refused(set(1, 2, 1, UNTOUCHED), read(3, 4, 0, UNTOUCHED));
        refused(set(1, 2, 1, UNTOUCHED), set(3, 4, 2, UNTOUCHED), read(5, 6, 1, UNTOUCHED));
    }

    @Test
    void nothing_is_seen_before_it_begins_nor_what_nobody_wrote() {
        refused(read(1, 2, 1, UNTOUCHED), set(3, 4, 1, UNTOUCHED));
        refused(set(1, 4, 1, UNTOUCHED), read(2, 3, 7, UNTOUCHED));
    }

    @Test
    void no_reader_goes_back() {
        refused(set(1, 10, 1, UNTOUCHED), read(2, 3, 1, UNTOUCHED), read(4, 5, 0, UNTOUCHED));
        refused(
                set(1, 10, 1, UNTOUCHED),
                set(1, 10, 2, UNTOUCHED),
                read(2, 3, 1, UNTOUCHED),
                read(4, 5, 2, UNTOUCHED),
                read(6, 7, 1, UNTOUCHED));
    }

    @Test
    void an_update_of_two_keys_is_one_instant() {
        refused(set(1, 10, 1, 1), read(2, 3, 1, UNTOUCHED), read(4, 5, UNTOUCHED, 0));
        refused(set(1, 10, 1, 1), read(2, 3, 1, 0));
        refused(set(1, 10, 1, 1), set(1, 10, 2, 2), read(11, 12, 1, 2));
    }

    @Test
    void two_readers_agree_on_the_order_of_two_updates() {
        refused(set(1, 10, 1, UNTOUCHED), set(1, 10, UNTOUCHED, 1), read(2, 3, 1, 0), read(2, 3, 0, 1));
        accepted(set(1, 10, 1, UNTOUCHED), set(1, 10, UNTOUCHED, 1), read(2, 3, 1, 0), read(2, 3, 0, 0));
    }

    @Test
    void an_update_of_unknown_outcome_may_happen_late_or_never_but_only_once() {
        accepted(set(1, Long.MAX_VALUE, 1, UNTOUCHED), read(5, 6, 0, UNTOUCHED));
        accepted(set(1, Long.MAX_VALUE, 1, UNTOUCHED), read(5, 6, 0, UNTOUCHED), read(7, 8, 1, UNTOUCHED));
        refused(
                set(1, Long.MAX_VALUE, 1, UNTOUCHED),
                read(5, 6, 1, UNTOUCHED),
                set(7, 8, 2, UNTOUCHED),
                read(9, 10, 1, UNTOUCHED));
    }

    @Test
    void the_message_shows_how_far_the_calls_can_be_explained() {
        assertThat(Linearization.contradiction(
                        new int[1],
                        List.of(set(1, 2, 5), read(3, 4, 5), read(5, 6, 0), read(7, 8, 5), read(907, 908, 5))))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("2 of 5 calls", "does not fit:\n  [5, 6] read [0]")
                        .containsSubsequence("all calls of that time:", "[3, 4] read", "[7, 8] read")
                        .doesNotContain("[907, 908]"));
    }

    /** A register that six threads use at once, with one read made stale: long histories are decided, and quickly. */
    @Test
    void long_histories_are_decided_exactly() {
        for (int seed = 0; seed < 5; seed++) {
            List<Call> history = history(new Random(seed));
            assertThat(Linearization.contradiction(new int[2], history)).isEmpty();
            assertThat(Linearization.contradiction(new int[2], withOneStaleRead(history)))
                    .isPresent();
        }
    }

    private static List<Call> history(Random random) {
        List<Call> history = new ArrayList<>();
        int[] state = new int[2];
        for (int i = 1; i <= 1_500; i++) {
            long instant = i * 100L;
            long begin = instant - 1 - random.nextInt(250);
            long end = instant + 1 + random.nextInt(250);
            if (random.nextBoolean()) {
                int[] written = {random.nextBoolean() ? i : UNTOUCHED, i};
                history.add(set(begin, end, written));
                state = new Call(0, 0, written, written).apply(state);
            } else {
                history.add(read(begin, end, random.nextBoolean() ? state[0] : UNTOUCHED, state[1]));
            }
        }
        return history;
    }

    /** The last read of the second key gives a value from long before. */
    private static List<Call> withOneStaleRead(List<Call> history) {
        List<Call> wrong = new ArrayList<>(history);
        for (int i = wrong.size() - 1; ; i--) {
            Call call = wrong.get(i);
            if (call.reads()[1] != UNTOUCHED) {
                int[] stale = Arrays.copyOf(call.reads(), 2);
                stale[1] -= 30;
                wrong.set(i, read(call.begin(), call.end(), stale));
                return wrong;
            }
        }
    }
}
