package io.inlay.engine.rocksdb;

import java.util.Map;

/** The engine contract over RocksDB where every run goes into files and none is taken over. */
class CopiedFilesContractTest extends ForcedFilesContractTest {
    @Override
    protected Map<String, String> options() {
        return Map.of("linkFiles", "false");
    }

    @Override
    protected double portion() {
        return 0.1;
    }
}
