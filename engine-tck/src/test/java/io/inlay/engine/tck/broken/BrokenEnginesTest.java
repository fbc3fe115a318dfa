package io.inlay.engine.tck.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Engine;
import io.inlay.engine.tck.KitRun;
import io.inlay.engine.tck.decorate.FaultingEngine;
import io.inlay.engine.tck.decorate.SpoilingEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A broken engine is caught by the test of the rule it breaks, and only because it is broken. */
class BrokenEnginesTest {
    private static List<Broken> engines() {
        List<Broken> engines = new ArrayList<>(List.of(BrokenEngine.values()));
        engines.addAll(List.of(SubtleEngine.values()));
        engines.addAll(List.of(NarrowEngine.values()));
        engines.addAll(List.of(BoastfulEngine.values()));
        engines.addAll(List.of(ForgetfulEngine.values()));
        return engines;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void the_rule_an_engine_breaks_fails(Broken engine) {
        TestExecutionSummary summary = run(engine.fault(), engine.test());
        assertThat(summary.getTestsStartedCount()).isEqualTo(1);
        assertThat(summary.getTestsFailedCount()).as(engine.test()).isEqualTo(1);
    }

    @Test
    void the_same_tests_pass_without_a_fault() {
        String[] tests = allTests();
        TestExecutionSummary summary = run(UnaryOperator.identity(), tests);
        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(tests.length);
    }

    @Test
    void the_same_tests_pass_over_the_decorators() {
        TestExecutionSummary summary = run(inner -> new SpoilingEngine(new FaultingEngine(inner)), allTests());
        assertThat(summary.getFailures()).isEmpty();
    }

    private static String[] allTests() {
        return engines().stream().map(Broken::test).distinct().toArray(String[]::new);
    }

    private static TestExecutionSummary run(UnaryOperator<Engine> fault, String... tests) {
        BrokenContract.FAULT.set(fault);
        return KitRun.of(BrokenContract.class, tests);
    }
}
