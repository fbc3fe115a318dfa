package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What happens on a disk that is full or cannot be written to: rules R23, R36 and R43. The tests mount file systems in
 * child processes; where that is not allowed they print a line that begins with "not verified".
 */
interface FaultRules {
    /** Size of the small disk; an empty engine and one staged run fit on it several times. */
    int DISK_MEBIBYTES = 96;

    private static void onSmallDisk(Fixture fixture, Class<? extends ChildJob> job, String what) throws IOException {
        Path disk = Files.createDirectory(fixture.path("disk"));
        Optional<List<String>> wrapper = Mounts.small(disk, DISK_MEBIBYTES);
        if (wrapper.isEmpty()) {
            fixture.notVerified("behaviour on a full disk (" + what + "): no small file system can be mounted");
            return;
        }
        try (Child child =
                Child.start(fixture, wrapper.get(), List.of(), job, what, disk.toString(), "" + DISK_MEBIBYTES)) {
            child.expectDone();
        }
    }

    @Test
    default void R23_a_disk_filled_by_staging_does_not_poison(Fixture fixture) throws IOException {
        onSmallDisk(fixture, FullDiskJob.class, "staging");
    }

    @Test
    default void R23_a_poisoned_engine_reads_on_and_names_the_first_failure_until_reopened(Fixture fixture)
            throws IOException {
        onSmallDisk(fixture, FullDiskJob.class, "writing");
    }

    @Test
    default void R23_a_disk_full_when_work_in_the_background_is_due_loses_nothing(Fixture fixture) throws IOException {
        onSmallDisk(fixture, FullDiskWorkJob.class, "working");
    }

    @Test
    default void R36_a_disk_full_at_commit_leaves_the_old_state_or_the_new_one(Fixture fixture) throws IOException {
        onSmallDisk(fixture, FullDiskJob.class, "committing");
    }

    @Test
    default void R36_writes_that_fail_within_a_change_leave_the_old_state_or_the_new_one(Fixture fixture) {
        if (!Mounts.succeeds(List.of("prlimit", "--fsize=0:", "true"))) {
            fixture.notVerified("writes that fail: the length of files cannot be limited");
            return;
        }
        int percent = fixture.portionOf(100);
        try (Child child = Child.start(fixture, FailingWritesJob.class, String.valueOf(percent))) {
            tellOutcomes(fixture, "writing", child);
        }
    }

    @Test
    @Tag(KillRules.CRASH)
    default void R36_flushes_that_fail_within_a_change_leave_the_old_state_or_the_new_one(Fixture fixture)
            throws IOException {
        Optional<List<String>> wrapper = Flushes.wrapper(fixture.path(""));
        if (wrapper.isEmpty()) {
            fixture.notVerified("flushes that fail: there is no C compiler (cc)");
            return;
        }
        String most = String.valueOf(Math.max(2, KillRules.kills(fixture) / 5));
        try (Child child = Child.start(fixture, wrapper.get(), List.of(), FailingFlushesJob.class, most)) {
            tellOutcomes(fixture, "a flush", child);
        }
    }

    @Test
    default void R36_a_file_system_that_becomes_read_only_leaves_the_old_state_or_the_new_one(Fixture fixture)
            throws IOException {
        Path disks = Files.createDirectory(fixture.path("disks"));
        Path after = Files.createDirectory(fixture.path("after"));
        Optional<List<String>> wrapper = Optional.empty();
        if (FailedDiskJob.CHANGES.stream().allMatch(name -> formatted(disks, name))) {
            wrapper = Mounts.images(disks);
        }
        List<String> outcomes = new ArrayList<>();
        if (wrapper.isPresent()) {
            try (Child child = Child.start(fixture, wrapper.get(), List.of(), FailedDiskJob.class, disks.toString())) {
                outcomes.addAll(child.rest());
                child.expectDone();
            }
        }
        if (outcomes.size() < FailedDiskJob.CHANGES.size()) {
            fixture.notVerified("a file system that becomes read-only: none can be mounted and made to fail");
            return;
        }
        FailedDiskJob.CHANGES.forEach(name -> Disk.copy(image(disks, name), image(after, name)));
        wrapper = Mounts.images(after);
        List<String> arguments = new ArrayList<>(List.of(after.toString()));
        arguments.addAll(outcomes);
        try (Child child = Child.start(
                fixture, wrapper.orElseThrow(), List.of(), FailedDiskJob.class, arguments.toArray(String[]::new))) {
            child.expectDone();
        }
        fixture.tell("changes in which the file system became read-only: " + outcomes);
    }

    private static boolean formatted(Path disks, String name) {
        return Fixture.unchecked(() -> Disk.format(image(disks, name), DISK_MEBIBYTES));
    }

    private static Path image(Path disks, String name) {
        return disks.resolve(name + ".image");
    }

    /** Reads lines of {@code <change> <outcome> …} and prints how often each outcome came. */
    private static void tellOutcomes(Fixture fixture, String what, Child child) {
        Map<String, Map<String, Integer>> outcomes = new TreeMap<>();
        for (String line = child.line(); line != null; line = child.line()) {
            String[] words = line.split(" ", 3);
            if (words.length < 3) {
                fixture.notVerified(what + " that fails: " + line);
            } else {
                outcomes.computeIfAbsent(words[0], change -> new TreeMap<>()).merge(words[1], 1, Integer::sum);
            }
        }
        child.expectDone();
        fixture.tell("changes on which " + what + " failed: " + outcomes);
    }

    @Test
    default void R43_read_only_works_on_a_read_only_file_system(Fixture fixture) throws IOException {
        Engine engine = fixture.open();
        Contents contents = Contents.numbered("k", 0, 2_000, "value");
        engine.write(contents.asBatch(), Durability.SYNC);
        engine.close();
        Optional<List<String>> wrapper = Mounts.readOnly(fixture.directory());
        if (wrapper.isEmpty()) {
            fixture.notVerified("opening on a read-only file system: none can be mounted");
            return;
        }
        try (Child child = Child.start(fixture, wrapper.get(), List.of(), ReadAllJob.class, "read", "write")) {
            assertEquals("read " + contents.hashCode(), child.line(), child::errors);
            assertEquals("READ_ONLY", String.valueOf(child.line()).split(" ", 2)[0]);
            child.expectDone();
        }
    }
}
