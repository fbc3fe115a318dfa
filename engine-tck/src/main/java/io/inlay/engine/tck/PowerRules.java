package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What remains after a power loss: rules R21 and R32. A child process works on a {@link Disk} of its own, of which copies are
 * taken that lack what was never flushed; where none can be mounted, a line says "not verified".
 */
interface PowerRules {
    /** Copies taken of one child's disk. */
    int LOSSES_OF_A_CHILD = 6;

    int DISK_MEBIBYTES = 256;

    @Test
    @Tag(KillRules.CRASH)
    @Timeout(
            value = EngineContract.LONG_WATCHDOG_SECONDS,
            unit = TimeUnit.SECONDS,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    default void R21_a_power_loss_leaves_a_prefix_with_all_that_was_synced(Fixture fixture) throws IOException {
        lose(fixture, 60, false);
    }

    @Test
    @Tag(KillRules.CRASH)
    @Timeout(
            value = EngineContract.LONG_WATCHDOG_SECONDS,
            unit = TimeUnit.SECONDS,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    default void R32_a_commit_that_returned_survives_a_power_loss(Fixture fixture) throws IOException {
        lose(fixture, 1_000_000, true);
    }

    /** A flush that comes later, for another change, may flush by chance what this one forgot. */
    @Test
    @Tag(KillRules.CRASH)
    default void R32_what_returned_as_durable_needs_nothing_that_comes_after_it(Fixture fixture) throws IOException {
        Path top = Files.createDirectory(fixture.path("power"));
        Optional<Disk> disk = Disk.make(top, DISK_MEBIBYTES, false);
        if (disk.isEmpty()) {
            fixture.notVerified("what a power loss leaves of the last change: no disk image can be mounted");
            return;
        }
        List<History> histories = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        try (Child child = Child.start(
                fixture,
                disk.get().wrapper(),
                List.of(),
                HistoryJob.class,
                disk.get().directory().resolve("store").toString(),
                HistoryJob.PAUSING)) {
            for (int loss = 0; loss < LOSSES_OF_A_CHILD; loss++) {
                untilDurable(child, lines);
                lines.addAll(disk.get().cutPower(child, top.resolve("loss-" + loss + ".image")));
                histories.add(new History(lines));
                child.goAhead();
            }
        }
        assertEquals(0, check(fixture, top, histories));
    }

    /** Cuts power while two threads write, each making two steps of so many durable, and a third may replace. */
    private static void lose(Fixture fixture, int durableEach, boolean replaces) throws IOException {
        int losses = Math.max(1, KillRules.kills(fixture) / 3);
        Random random = new Random(KillRules.SEED);
        long start = System.nanoTime();
        long durable = 0;
        int lost = 0;
        for (int done = 0; done < losses; done += LOSSES_OF_A_CHILD) {
            Path top = Files.createDirectory(fixture.path("power-" + done));
            Optional<Disk> disk = Disk.make(top, DISK_MEBIBYTES, random.nextBoolean());
            if (disk.isEmpty()) {
                fixture.notVerified("what a power loss leaves: no disk image can be mounted");
                return;
            }
            int count = Math.min(LOSSES_OF_A_CHILD, losses - done);
            List<History> histories;
            try (Child child = Child.start(
                    fixture,
                    disk.get().wrapper(),
                    List.of(),
                    HistoryJob.class,
                    disk.get().directory().resolve("store").toString(),
                    String.valueOf(durableEach),
                    String.valueOf(replaces))) {
                histories = losses(child, disk.get(), top, count, random);
            }
            lost += check(fixture, top, histories);
            durable += histories.get(histories.size() - 1).durable();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / losses;
        fixture.tell(losses + " power losses, " + millis + " ms each: " + durable + " durable steps, all found; " + lost
                + " steps never made durable were lost");
    }

    /** Copies the disk several times while a child works, and returns what it had printed each time. */
    private static List<History> losses(Child child, Disk disk, Path top, int count, Random random) throws IOException {
        List<History> histories = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int loss = 0; loss < count; loss++) {
            for (int durable = random.nextInt(3); durable >= 0; durable--) {
                untilDurable(child, lines);
            }
            lines.addAll(child.lines(random.nextInt(100)));
            LockSupport.parkNanos(random.nextInt(10_000_000));
            for (int file = random.nextInt(3); file > 0; file--) {
                disk.writeSomethingOut(child, random);
            }
            lines.addAll(disk.cutPower(child, top.resolve("loss-" + loss + ".image")));
            histories.add(new History(lines));
        }
        return histories;
    }

    private static void untilDurable(Child child, List<String> lines) {
        String line;
        do {
            line = child.line();
            if (line == null) {
                throw new AssertionError("the child ended by itself" + child.errors());
            }
            lines.add(line);
        } while (!line.startsWith("durable "));
    }

    /** Checks what the copies hold, and returns how many acknowledged steps they lack. */
    private static int check(Fixture fixture, Path top, List<History> histories) throws IOException {
        List<String> stores = new ArrayList<>();
        for (int loss = 0; loss < histories.size(); loss++) {
            stores.add(top.resolve("loss-" + loss).resolve("store").toString());
        }
        int lost = 0;
        List<String> wrapper = Mounts.images(top).orElseThrow(() -> new AssertionError("cannot mount the copies"));
        try (Child child =
                Child.start(fixture, wrapper, List.of(), HistoryCheckJob.class, stores.toArray(String[]::new))) {
            for (History history : histories) {
                String line = String.valueOf(child.line());
                assertTrue(line.startsWith("counts "), () -> line + child.errors());
                lost += history.check(
                        Arrays.stream(line.substring("counts ".length()).split(" ", -1))
                                .map(Integer::valueOf)
                                .toList());
            }
            child.expectDone();
        }
        return lost;
    }
}
