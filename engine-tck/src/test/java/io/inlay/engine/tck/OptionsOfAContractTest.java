package io.inlay.engine.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.tck.model.ModelProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The options of a contract reach every opening, and its portion every number. */
class OptionsOfAContractTest {
    private static final String OPTION = "maxOpenViews";
    private static final String VALUE = "99";
    private static final String[] OPENINGS = {
        "R21_a_kill_loses_nothing_acknowledged_and_leaves_a_prefix",
        "R31_commit_is_atomic_across_a_kill_at_every_step",
        "R36_writes_that_fail_within_a_change_leave_the_old_state_or_the_new_one",
        "R40_holds_across_processes",
        "R43_read_only_refuses_to_write",
        "R43_read_only_works_on_a_read_only_file_system",
        "R45_damage_to_any_file_is_told_or_harmless_and_never_ends_the_process",
        "X01_random_operations_agree_with_a_sorted_map"
    };

    /** A contract with an option, for a tenth of everything. */
    static class Contract extends EngineContract {
        @Override
        protected EngineProvider provider() {
            return new Demanding();
        }

        @Override
        protected Map<String, String> options() {
            return Map.of(OPTION, VALUE);
        }

        @Override
        protected double portion() {
            return 0.1;
        }
    }

    /** The same without the option. */
    static class Without extends Contract {
        @Override
        protected Map<String, String> options() {
            return Map.of();
        }
    }

    /** Opens with the option only. */
    public static final class Demanding implements EngineProvider {
        private final EngineProvider inner = new ModelProvider();

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public List<OptionSpec> options() {
            return inner.options();
        }

        @Override
        public Engine open(Path directory, Map<String, String> options) {
            assertThat(options).containsEntry(OPTION, VALUE);
            return inner.open(directory, options);
        }
    }

    @Test
    void every_opening_of_a_test_and_of_its_children_has_the_options_of_the_contract() {
        TestExecutionSummary summary = KitRun.of(Contract.class, OPENINGS);
        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(OPENINGS.length);
    }

    @Test
    void without_them_the_engine_that_demands_them_is_not_opened() {
        assertThat(KitRun.of(Without.class, OPENINGS).getTestsFailedCount()).isEqualTo(OPENINGS.length);
    }

    @Test
    void a_portion_is_taken_of_every_number_and_is_never_nothing() {
        Fixture fixture = new Fixture(new Contract(), Path.of(""));
        assertThat(fixture.number("tck.none", 20)).isEqualTo(2);
        assertThat(fixture.number("tck.none", 5)).isEqualTo(1);
    }
}
