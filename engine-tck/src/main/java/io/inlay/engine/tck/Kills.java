package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Kills processes that do a {@link StepsJob} in one store, one after the other, and checks each time what is left. */
final class Kills {
    private static final int MOST_ROUNDS = 4;
    private static final int HOUSEKEEPING_ROUNDS = 8;

    private final Fixture fixture;
    private final Random random;
    private final Generations generations = StepsJob.generations();
    private final Map<KillStep, Integer> done = new EnumMap<>(KillStep.class);
    private final long start = System.nanoTime();

    private int staged = -1;
    private int returned = -1;
    private int written;
    private @Nullable Path staging;

    /** What the store held when it was last looked at. */
    private int found = -1;

    Kills(Fixture fixture, long seed) {
        this.fixture = fixture;
        this.random = new Random(seed);
    }

    /** The generation found after the last kill. */
    int found() {
        return found;
    }

    /** The last generation whose commit returned. */
    int returned() {
        return returned;
    }

    /**
     * Kills a process at a step.
     *
     * @param readOnlyFirst whether the store is then opened read-only first, which must not decide otherwise
     */
    void kill(KillStep step, boolean readOnlyFirst) throws IOException {
        int rounds = step == KillStep.HOUSEKEEPING ? HOUSEKEEPING_ROUNDS : 1 + random.nextInt(MOST_ROUNDS);
        try (Child child = Child.start(fixture, StepsJob.class, step.name(), String.valueOf(rounds))) {
            String line = child.line();
            while (line != null && !line.startsWith("at ")) {
                read(line);
                line = child.line();
            }
            if (!step.waits()) {
                LockSupport.parkNanos(delay());
            }
            child.kill();
            child.rest().forEach(this::read);
        }
        done.merge(step, 1, Integer::sum);
        check(step, readOnlyFirst);
    }

    /** A microsecond to 60 milliseconds, each order of magnitude as often as the others. */
    private long delay() {
        return (long) Math.pow(10, 3 + 4.8 * random.nextDouble());
    }

    private void read(String line) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "scratch" -> {
                Path below = fixture.directory().relativize(Path.of(words[1]));
                staging = fixture.directory().resolve(below.getName(0));
            }
            case "staged" -> staged = Integer.parseInt(words[1]);
            case "returned" -> returned = Integer.parseInt(words[1]);
            case "wrote" -> written = Integer.parseInt(words[1]) + 1;
            default -> throw new AssertionError("the child printed " + line);
        }
    }

    private void check(KillStep step, boolean readOnlyFirst) throws IOException {
        Contents first = readOnlyFirst ? readOnly() : null;
        if (first != null) {
            checkContents(step, first);
        }
        List<String> left = staging == null ? List.of() : Directories.names(staging);
        Engine engine = fixture.open();
        Contents seen = Contents.of(engine);
        assertTrue(first == null || seen.equals(first), () -> step + ": a writable open found something else: " + seen);
        checkContents(step, seen);
        if (staging != null) {
            // what the engine stages by now for itself is none of the killed process's
            List<String> there = new ArrayList<>(Directories.names(staging));
            there.retainAll(left);
            assertEquals(List.of(), there, () -> step + ": what was staged is still there");
        }
        engine.close();
    }

    /** What a read-only engine sees; null where the first opening of all was killed before there was a store. */
    private @Nullable Contents readOnly() {
        try {
            Engine reader = fixture.openReadOnly();
            Contents seen = Contents.of(reader);
            reader.close();
            return seen;
        } catch (EngineException e) {
            if (e.kind() == Kind.INVALID && written == 0 && returned < 0) {
                return null;
            }
            throw e;
        }
    }

    private void checkContents(KillStep step, Contents seen) {
        Contents writes = seen.in(StepsJob.WRITTEN);
        int number = StepsJob.writes(writes);
        assertTrue(
                number == written || number == written + 1,
                () -> step + ": " + written + " writes were acknowledged, found " + number);
        assertEquals(StepsJob.written(number), writes, () -> step + ": after " + number + " writes");
        written = number;
        int before = found;
        found = generations.check(seen.copy().deleteRange(StepsJob.WRITTEN));
        assertTrue(found >= Math.max(before, returned) && found <= Math.max(before, staged), () -> step + ": " + this);
    }

    /** Checks that a reader still holds what was found. */
    void stillFound(Reader reader) {
        assertEquals(found, generations.check(Contents.of(reader).deleteRange(StepsJob.WRITTEN)), this::toString);
    }

    /** How many kills were done, at which steps, and how long each took with its checks. */
    String figures() {
        int kills = done.values().stream().mapToInt(Integer::intValue).sum();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return kills + " kills " + done + ", " + millis / Math.max(1, kills) + " ms each, up to " + this;
    }

    @Override
    public String toString() {
        return "generation " + found + " found, " + staged + " staged, " + returned + " returned, " + written
                + " writes";
    }
}
