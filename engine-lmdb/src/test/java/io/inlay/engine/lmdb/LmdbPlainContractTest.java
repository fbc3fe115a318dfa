package io.inlay.engine.lmdb;

import io.inlay.engine.EngineProvider;

/** The contract with every faster way of committing off. */
class LmdbPlainContractTest extends LmdbEngineContractTest {
    @Override
    protected EngineProvider provider() {
        return new ForcedProvider.Plain();
    }
}
