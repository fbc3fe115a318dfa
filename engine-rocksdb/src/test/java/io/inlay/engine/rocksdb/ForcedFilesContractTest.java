package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineProvider;

/** The engine contract over RocksDB where every run goes into files and every file that can be is taken over. */
class ForcedFilesContractTest extends RocksEngineContractTest {
    @Override
    protected EngineProvider provider() {
        return new ForcedFilesProvider();
    }

    @Override
    protected double portion() {
        return 0.15;
    }
}
