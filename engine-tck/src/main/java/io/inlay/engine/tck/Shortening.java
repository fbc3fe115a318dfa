package io.inlay.engine.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Makes a failing sequence shorter by delta debugging: leaves out ever smaller pieces, then replaces single steps by simpler
 * ones, as long as what remains still fails and the effort allows it.
 */
final class Shortening<T> {
    private final ToIntFunction<List<T>> failingStep;
    private final Function<T, List<T>> simpler;
    private long effort;
    private List<T> shortest;

    /**
     * Begins with a sequence that is known to fail.
     *
     * @param failingStep runs a sequence and tells the index of the step that failed, -1 for none
     * @param simpler simpler forms of a step, the simplest first
     * @param effort most steps to be run in all
     */
    Shortening(List<T> failing, ToIntFunction<List<T>> failingStep, Function<T, List<T>> simpler, long effort) {
        this.failingStep = failingStep;
        this.simpler = simpler;
        this.effort = effort;
        this.shortest = List.copyOf(failing);
    }

    /** The shortest sequence found. */
    List<T> run() {
        int before;
        do {
            before = shortest.size();
            for (int piece = Math.max(1, shortest.size() / 2); piece > 0; piece /= 2) {
                leaveOut(piece);
            }
            simplify();
        } while (shortest.size() < before && effort > 0);
        return shortest;
    }

    private void leaveOut(int piece) {
        for (int from = 0; from < shortest.size() && effort > 0; ) {
            List<T> fewer = new ArrayList<>(shortest);
            fewer.subList(from, Math.min(from + piece, fewer.size())).clear();
            if (!take(fewer)) {
                from += piece;
            }
        }
    }

    private void simplify() {
        for (int at = 0; at < shortest.size(); at++) {
            boolean taken;
            do {
                taken = false;
                for (T form : simpler.apply(shortest.get(at))) {
                    if (effort <= 0 || at >= shortest.size()) {
                        return;
                    }
                    List<T> changed = new ArrayList<>(shortest);
                    changed.set(at, form);
                    if (take(changed)) {
                        taken = true;
                        break;
                    }
                }
            } while (taken && at < shortest.size());
        }
    }

    /** Takes a sequence, up to its failing step, where it still fails. */
    private boolean take(List<T> candidate) {
        effort -= candidate.size() + 1;
        int failed = failingStep.applyAsInt(candidate);
        if (failed < 0) {
            return false;
        }
        shortest = List.copyOf(candidate.subList(0, Math.min(failed + 1, candidate.size())));
        return true;
    }
}
