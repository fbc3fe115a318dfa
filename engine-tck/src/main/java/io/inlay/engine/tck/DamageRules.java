package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Replacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of a store whose files are damaged: rule R45. */
interface DamageRules {
    Set<String> TOLD = Set.of(Kind.CORRUPT.name(), Kind.INCOMPATIBLE.name(), Kind.INVALID.name());

    /** The states that a filled store has seen, the empty one first. */
    static List<Contents> history() {
        String padding = " ".repeat(100);
        Contents written = Contents.numbered("k", 0, 3_000, "written" + padding).put("a", "1");
        Contents replaced =
                Contents.numbered("k", 0, 3_000, "replaced" + padding).put("a", "1");
        return List.of(
                new Contents(), written, replaced, replaced.copy().put("b", "2").delete("a"));
    }

    private static void fill(Fixture fixture) {
        Engine engine = fixture.open();
        List<Contents> history = history();
        engine.write(history.get(1).asBatch(), Durability.SYNC);
        try (Replacement replacement = engine.begin()) {
            history.get(2).in(range("k", "l")).addTo(replacement.excise(range("k", "l")));
            replacement.commit();
        }
        engine.write(new Batch().put(bytes("b"), bytes("2")).delete(bytes("a")), Durability.RELAXED);
        engine.close();
    }

    @Test
    default void R45_damage_to_any_file_is_told_or_harmless_and_never_ends_the_process(Fixture fixture) {
        fill(fixture);
        String undetected = fixture.contract().undetectedDamage();
        List<String> wrong = new ArrayList<>();
        Map<String, Map<String, Integer>> outcomes = new TreeMap<>();
        String flips = String.valueOf(fixture.number("tck.flips", 5)); // bytes of each file, one at a time
        try (Child child = Child.start(fixture, DamageJob.class, flips, undetected, String.valueOf(KillRules.SEED))) {
            String last = "";
            for (String line = child.line(); line != null; line = child.line()) {
                String[] words = line.split(" ", 3);
                if (!words[0].equals("try")) {
                    outcomes.computeIfAbsent(kind(words[1]), file -> new TreeMap<>())
                            .merge(words[0], 1, Integer::sum);
                    String damage = words[2].substring(0, words[2].lastIndexOf(' '));
                    if (!isRight(words[0], damage.equals("lost"), (words[1] + " " + damage).matches(undetected))) {
                        wrong.add(line);
                    }
                }
                last = line;
            }
            String died = last;
            outcomes.forEach((file, counts) -> fixture.tell("damaged " + file + ": " + counts));
            assertEquals(List.of(), wrong, () -> "after " + died);
            child.expectDone();
        }
    }

    /** Files that differ in numbers only are of one kind. */
    private static String kind(String file) {
        return file.replaceAll("[0-9]{3,}", "N");
    }

    /** A state of the store's past may be read from a log that was cut; a file that is lost must not take what it held along. */
    private static boolean isRight(String outcome, boolean lost, boolean undetected) {
        if (TOLD.contains(outcome) || undetected) {
            return true;
        }
        return !outcome.equals("wrong")
                && (!lost || outcome.equals(String.valueOf(history().size() - 1)));
    }
}
