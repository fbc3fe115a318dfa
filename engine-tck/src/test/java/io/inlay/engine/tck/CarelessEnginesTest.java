package io.inlay.engine.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.tck.model.ModelProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Engines that are right until a process or the power fails are caught by the rules that fail them. */
class CarelessEnginesTest {
    private static final Map<EngineProvider, String> KILLED = Map.of(
            new CarelessEngines.WritesLater(), "R21_a_kill_loses_nothing_acknowledged_and_leaves_a_prefix",
            new CarelessEngines.CommitsInSteps(), "R36_after_a_kill_within_a_commit_reopening_decides_once_and_for_all",
            new CarelessEngines.StagesAnywhere(),
                    "R35_what_a_killed_process_had_staged_is_gone_after_the_next_writable_open");

    private static final Map<EngineProvider, String> WITHOUT_POWER = Map.of(
            new CarelessEngines.NeverSyncs(), "R21_a_power_loss_leaves_a_prefix_with_all_that_was_synced",
            new CarelessEngines.CommitsUnsynced(), "R32_a_commit_that_returned_survives_a_power_loss");

    /** A kill comes at an instant that the machine has a part in; so many runs do not all miss what lasts for a while. */
    private static final int RUNS = 20;

    @TempDir
    Path top;

    /** The contract over the engine that is set. */
    static class Contract extends EngineContract {
        static final AtomicReference<EngineProvider> PROVIDER = new AtomicReference<>(new ModelProvider());

        @Override
        protected EngineProvider provider() {
            return PROVIDER.get();
        }
    }

    private static long failures(EngineProvider provider, String test) {
        Contract.PROVIDER.set(provider);
        TestExecutionSummary summary = KitRun.of(Contract.class, test);
        assertThat(summary.getTestsStartedCount()).isEqualTo(1);
        return summary.getTestsFailedCount();
    }

    @Test
    void a_kill_finds_what_only_a_kill_shows() {
        KILLED.forEach((provider, test) -> assertThat(
                        IntStream.range(0, RUNS).anyMatch(run -> failures(provider, test) > 0))
                .as(provider.getClass().getSimpleName())
                .isTrue());
    }

    @Test
    void a_power_loss_finds_what_only_a_power_loss_shows() throws Exception {
        int found = Disk.make(top, PowerRules.DISK_MEBIBYTES, true).isPresent() ? 1 : 0;
        WITHOUT_POWER.forEach((provider, test) -> assertThat(failures(provider, test))
                .as(provider.getClass().getSimpleName())
                .isEqualTo(found));
    }

    /** These engines survive a kill: only the power losses above tell them from right ones. */
    @Test
    void a_kill_does_not_find_what_a_power_loss_finds() {
        WITHOUT_POWER.forEach((provider, test) -> assertThat(
                        failures(provider, "R21_a_kill_loses_nothing_acknowledged_and_leaves_a_prefix"))
                .as(provider.getClass().getSimpleName())
                .isZero());
    }
}
