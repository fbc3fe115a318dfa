package io.inlay.engine.tck.broken;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.tck.EngineContract;
import io.inlay.engine.tck.model.ModelProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The contract over a model engine with the fault that is set; run by {@link BrokenEnginesTest} only. */
class BrokenContract extends EngineContract {
    static final AtomicReference<UnaryOperator<Engine>> FAULT = new AtomicReference<>(UnaryOperator.identity());

    @Override
    protected EngineProvider provider() {
        return new Provider();
    }

    /** Breaks every engine it opens. */
    public static final class Provider implements EngineProvider {
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
            return FAULT.get().apply(inner.open(directory, options));
        }
    }
}
