package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/** What a {@link HistoryJob} has printed up to some instant, and what of it must be there after a power loss. */
final class History {
    private record Step(String word, int thread, int number) {}

    private final List<Step> steps = new ArrayList<>();

    History(List<String> lines) {
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            if (!words[0].equals("failed")) {
                steps.add(new Step(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2])));
            }
        }
    }

    /** How many steps were acknowledged as durable. */
    long durable() {
        return steps.stream().filter(step -> step.word.equals("durable")).count();
    }

    /**
     * Checks what was found.
     *
     * @param counts how many steps of each thread
     * @return how many acknowledged steps are not there, which is right only because none of them was durable
     */
    int check(List<Integer> counts) {
        int lost = 0;
        int newest = -1;
        for (int at = 0; at < steps.size(); at++) {
            Step step = steps.get(at);
            boolean there = counts.get(step.thread) > step.number;
            if (step.word.equals("start")) {
                newest = there ? at : newest;
            } else if (!there) {
                lost++;
                assertEquals("done", step.word, () -> step + " was durable, found " + counts);
            }
        }
        prefix(counts, newest);
        return lost;
    }

    /** What had returned before the newest step that is there began, came before it. */
    private void prefix(List<Integer> counts, int newest) {
        for (Step step : steps.subList(0, newest + 1)) {
            assertTrue(
                    step.word.equals("start") || counts.get(step.thread) > step.number,
                    () -> step + " is lost, " + steps.get(newest) + " after it is not: found " + counts);
        }
        for (int thread = 0; thread < counts.size(); thread++) {
            int own = thread;
            long started = steps.stream()
                    .filter(step -> step.thread == own && step.word.equals("start"))
                    .count();
            assertTrue(counts.get(own) <= started, () -> started + " steps of thread " + own + ", found " + counts);
        }
    }
}
