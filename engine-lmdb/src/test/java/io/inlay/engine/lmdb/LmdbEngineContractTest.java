package io.inlay.engine.lmdb;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.tck.EngineContract;

class LmdbEngineContractTest extends EngineContract {
    @Override
    protected EngineProvider provider() {
        return new LmdbEngineProvider();
    }

    /** LMDB's pages have no checksums: a flipped byte of a key or a value is read as it is. */
    @Override
    protected String undetectedDamage() {
        return "data\\.mdb flipped-at-.*";
    }

    /** As long as every bundled engine promises. */
    @Override
    protected int leastKeyBytes() {
        return 32_768;
    }
}
