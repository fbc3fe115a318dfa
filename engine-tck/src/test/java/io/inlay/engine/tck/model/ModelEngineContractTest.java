package io.inlay.engine.tck.model;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.tck.EngineContract;

class ModelEngineContractTest extends EngineContract {
    @Override
    protected EngineProvider provider() {
        return new ModelProvider();
    }

    /** The model keeps its entries in the heap. */
    @Override
    protected int largeRunRecords() {
        return 50_000;
    }

    /** As long as every bundled engine promises. */
    @Override
    protected int leastKeyBytes() {
        return 32_768;
    }
}
