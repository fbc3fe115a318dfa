package io.inlay.engine.tck.broken;

import io.inlay.engine.Capability;
import io.inlay.engine.Engine;
import io.inlay.engine.Metrics;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Verification;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Model engines whose capabilities claim what is not so, and the test that must find them. */
enum BoastfulEngine implements Broken {
    HAS_NEW_VIEWS_ONLY("C06_the_age_is_that_of_the_oldest_view", with(Metrics.class, inner -> () -> {
        SortedMap<String, Long> figures = new TreeMap<>(inner.read());
        figures.put(Metrics.VIEWS_OLDEST_SECONDS, 0L);
        return figures;
    })),
    CHECKED_ALL_WHEN_STOPPED("C05_verification_tells_what_it_checked", with(Verification.class, inner -> stop -> {
        Verification.Checked checked = inner.run(stop);
        return new Verification.Checked(checked.entries(), checked.bytes(), true, true);
    })),
    RECLAIMED_ALL_WHEN_STOPPED("C04_reclaim_leaves_the_data_as_it_is", with(Reclaim.class, inner -> (range, stop) -> {
        inner.run(range, stop);
        return true;
    })),
    NEVER_ASKS_WHETHER_TO_STOP(
            "C04_reclaim_leaves_the_data_as_it_is",
            with(Reclaim.class, inner -> (range, stop) -> inner.run(range, () -> false)));

    private final String test;

    @SuppressWarnings("ImmutableEnumChecker") // the operators keep no state
    private final UnaryOperator<Engine> fault;

    BoastfulEngine(String test, UnaryOperator<Engine> fault) {
        this.test = test;
        this.fault = fault;
    }

    private static <T extends Capability> UnaryOperator<Engine> with(Class<T> type, UnaryOperator<T> fault) {
        return inner -> new ForwardingEngine(inner) {
            @Override
            public <C extends Capability> Optional<C> find(Class<C> capability) {
                Optional<C> found = inner.find(capability);
                return capability.equals(type)
                        ? found.map(sound -> capability.cast(fault.apply(type.cast(sound))))
                        : found;
            }
        };
    }

    @Override
    public String test() {
        return test;
    }

    @Override
    public UnaryOperator<Engine> fault() {
        return fault;
    }
}
