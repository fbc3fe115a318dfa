package io.inlay.engine.tck;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether calls on a few keys have one order that explains what each of them saw: every call takes effect at one
 * instant between its begin and its end, an update sets all its keys at that instant, a read finds all its keys as they stand
 * then. The search is exhaustive and the answer exact: histories with such an order are accepted, all others refused. It goes
 * through the calls by their ends, tries every call then under way, and remembers which sets of done calls in which state it
 * has tried (the search of Wing and Gong with Lowe's memory), so that it is fast for a handful of threads.
 */
final class Linearization {
    /** Stands for a key that a call does not touch. */
    static final int UNTOUCHED = -1;

    /** Instants before and after what cannot be explained, whose calls a message shows. */
    private static final int SHOWN_AROUND = 30;

    private final List<Call> calls;
    private final Set<Configuration> tried = new HashSet<>();
    private BitSet furthest = new BitSet();
    private int[] furthestState;

    /**
     * One call of one thread.
     *
     * @param begin instant before the call
     * @param end instant after it, {@link Long#MAX_VALUE} for an update whose outcome is unknown, which may never happen
     * @param reads what it found under each key, 0 for absent, {@link #UNTOUCHED} for not looked at
     * @param writes what it set, likewise
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(long begin, long end, int[] reads, int[] writes) {
        static Call read(long begin, long end, int... found) {
            int[] none = new int[found.length];
            Arrays.fill(none, UNTOUCHED);
            return new Call(begin, end, found, none);
        }

        static Call update(long begin, long end, int... set) {
            int[] none = new int[set.length];
            Arrays.fill(none, UNTOUCHED);
            return new Call(begin, end, none, set);
        }

        boolean mayNotHappen() {
            return end == Long.MAX_VALUE;
        }

        boolean fits(int[] state) {
            for (int key = 0; key < state.length; key++) {
                if (reads[key] != UNTOUCHED && reads[key] != state[key]) {
                    return false;
                }
            }
            return true;
        }

        int[] apply(int[] state) {
            int[] after = state.clone();
            for (int key = 0; key < state.length; key++) {
                after[key] = writes[key] == UNTOUCHED ? after[key] : writes[key];
            }
            return after;
        }

        @Override
        public String toString() {
            return "[" + begin + ", " + (mayNotHappen() ? "?" : end) + "] read " + Arrays.toString(reads) + " wrote "
                    + Arrays.toString(writes);
        }
    }

    /** Calls that have taken effect, and what the keys hold then. */
    private record Configuration(BitSet done, List<Integer> state) {}

    /** A call that took effect, and what was before it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Step(int call, int[] before) {}

    private Linearization(int[] initial, List<Call> history) {
        furthestState = initial;
        calls = new ArrayList<>(history);
        calls.sort(Comparator.comparingLong(Call::begin));
    }

    /** What cannot be explained, starting from a state; nothing where all can. */
    static Optional<String> contradiction(int[] initial, List<Call> history) {
        return new Linearization(initial, history).search(initial);
    }

    private Optional<String> search(int[] initial) {
        BitSet done = new BitSet();
        int[] state = initial;
        Deque<Step> steps = new ArrayDeque<>();
        int from = 0;
        while (true) {
            long deadline = deadline(done);
            if (deadline == Long.MAX_VALUE) {
                return Optional.empty();
            }
            int next = candidate(done, state, from, deadline);
            if (next >= 0) {
                steps.push(new Step(next, state));
                done.set(next);
                state = calls.get(next).apply(state);
                from = 0;
                remember(done, state);
            } else if (steps.isEmpty()) {
                return Optional.of(describeFurthest());
            } else {
                Step back = steps.pop();
                done.clear(back.call);
                state = back.before;
                from = back.call + 1;
            }
        }
    }

    /** The earliest end of a call that has not taken effect: whatever takes effect next began before it. */
    private long deadline(BitSet done) {
        long earliest = Long.MAX_VALUE;
        for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
            Call call = calls.get(i);
            if (call.begin > earliest) {
                break;
            }
            earliest = Math.min(earliest, call.end);
        }
        return earliest;
    }

    /** The first call from an index on that can take effect next and leads to something new; -1 without one. */
    private int candidate(BitSet done, int[] state, int from, long deadline) {
        for (int i = done.nextClearBit(from); i < calls.size(); i = done.nextClearBit(i + 1)) {
            Call call = calls.get(i);
            if (call.begin > deadline) {
                return -1;
            }
            if (call.fits(state)) {
                done.set(i);
                boolean isNew = tried.add(new Configuration(
                        (BitSet) done.clone(),
                        Arrays.stream(call.apply(state)).boxed().toList()));
                done.clear(i);
                if (isNew) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Keeps the furthest that the search came, for the message. */
    private void remember(BitSet done, int[] state) {
        if (done.cardinality() > furthest.cardinality()) {
            furthest = (BitSet) done.clone();
            furthestState = state;
        }
    }

    private String describeFurthest() {
        StringBuilder text = new StringBuilder(furthest.cardinality() + " of " + calls.size()
                + " calls can be explained; then the keys hold " + Arrays.toString(furthestState)
                + " and what these calls saw does not fit:");
        long deadline = deadline(furthest);
        for (int i = furthest.nextClearBit(0); i < calls.size(); i = furthest.nextClearBit(i + 1)) {
            if (calls.get(i).begin <= deadline) {
                text.append("\n  ").append(calls.get(i));
            }
        }
        text.append("\nall calls of that time:");
        calls.stream()
                .filter(call -> call.begin <= deadline + SHOWN_AROUND && call.end >= deadline - SHOWN_AROUND)
                .forEach(call -> text.append("\n  ").append(call));
        return text.toString();
    }
}
