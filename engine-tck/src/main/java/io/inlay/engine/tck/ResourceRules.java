package io.inlay.engine.tck;

import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine takes of its process: rule R37. */
interface ResourceRules {
    /** Tag of the test that the profile soak runs for minutes. */
    String SOAK = "soak";

    /** How long it runs; system properties {@code soak.minutes} and, for short runs, {@code soak.seconds}. */
    int SOAK_SECONDS = Integer.getInteger("soak.minutes", 0) * 60 + Integer.getInteger("soak.seconds", 0);

    int SOAK_SECONDS_OF_A_CHECK = 10;

    @Test
    @Tag(SOAK)
    @Timeout(
            value = EngineContract.LONG_WATCHDOG_SECONDS,
            unit = TimeUnit.SECONDS,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    default void R37_memory_handles_and_disk_stay_flat_under_load(Fixture fixture) {
        int seconds = SOAK_SECONDS == 0 ? fixture.portionOf(SOAK_SECONDS_OF_A_CHECK) : SOAK_SECONDS;
        try (Child child = Child.start(
                fixture,
                List.of(),
                List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"),
                SoakJob.class,
                String.valueOf(seconds),
                String.valueOf(fixture.contract().nativeBytes()))) {
            for (String line = child.line(); line != null; line = child.line()) {
                if (SOAK_SECONDS > 0) {
                    fixture.tell(line);
                }
            }
            child.expectDone();
        }
    }

    @Test
    default void R37_heap_does_not_grow_with_a_run(Fixture fixture) {
        int records = fixture.contract().largeRunRecords();
        try (Child child =
                Child.start(fixture, List.of(), List.of("-Xmx64m"), LargeRunJob.class, String.valueOf(records))) {
            child.expectDone();
        }
        Engine engine = fixture.open();
        LargeRunJob.check(engine, KeyRange.all(), records);
    }
}
