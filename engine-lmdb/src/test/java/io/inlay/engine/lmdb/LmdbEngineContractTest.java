package io.inlay.engine.lmdb;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.tck.EngineContract;

class LmdbEngineContractTest extends EngineContract {
    @Override
    protected EngineProvider provider() {
        return new LmdbEngineProvider();
    }
}
