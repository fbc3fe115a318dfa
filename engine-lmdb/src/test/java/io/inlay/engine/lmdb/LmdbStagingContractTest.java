package io.inlay.engine.lmdb;

import io.inlay.engine.EngineProvider;

/** The contract where no run is read during a commit. */
class LmdbStagingContractTest extends LmdbEngineContractTest {
    @Override
    protected EngineProvider provider() {
        return new ForcedProvider.Staging();
    }
}
