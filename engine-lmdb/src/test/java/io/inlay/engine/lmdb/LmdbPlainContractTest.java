package io.inlay.engine.lmdb;

import java.util.Map;

/** The contract with every faster way of committing off. */
class LmdbPlainContractTest extends LmdbEngineContractTest {
    static final Map<String, String> PLAIN = Map.of("readInCommit", "false", "overwriteLeaves", "false");

    @Override
    protected Map<String, String> options() {
        return PLAIN;
    }

    @Override
    protected double portion() {
        return 0.2;
    }
}
