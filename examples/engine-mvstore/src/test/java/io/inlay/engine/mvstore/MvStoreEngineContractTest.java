package io.inlay.engine.mvstore;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.tck.EngineContract;

class MvStoreEngineContractTest extends EngineContract {
    @Override
    protected EngineProvider provider() {
        return new MvStoreEngineProvider();
    }
}
