package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.tck.EngineContract;

/** The engine contract over RocksDB. */
class RocksEngineContractTest extends EngineContract {
    @Override
    protected EngineProvider provider() {
        return new RocksEngineProvider();
    }

    /** RocksDB takes a manifest that ends early for one whose last change was never made. */
    @Override
    protected String undetectedDamage() {
        return "data/MANIFEST-\\d+ cut-to-.*";
    }

    /** As long as every bundled engine promises. */
    @Override
    protected int leastKeyBytes() {
        return 32_768;
    }
}
