package io.inlay.engine.support;

import io.inlay.engine.Batch;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Limits;

/** Checks of lengths against an engine's limits. */
public final class Limited {
    private Limited() {}

    /**
     * Checks every key and value of a batch.
     *
     * @throws EngineException INVALID naming the length and the limit
     */
    public static void check(Batch batch, Limits limits) {
        batch.forEach(new Batch.Visitor() {
            @Override
            public void put(byte[] key, byte[] value) {
                checkKey(key, limits);
                checkValue(value.length, limits);
            }

            @Override
            public void delete(byte[] key) {
                checkKey(key, limits);
            }

            @Override
            public void deleteRange(KeyRange range) {
                // bounds may have any length
            }
        });
    }

    private static void checkKey(byte[] key, Limits limits) {
        if (key.length > limits.maxKeyBytes()) {
            throw tooLong("key " + Keys.printable(key), key.length, limits.maxKeyBytes());
        }
    }

    static void checkValue(int length, Limits limits) {
        if (length > limits.maxValueBytes()) {
            throw tooLong("value", length, limits.maxValueBytes());
        }
    }

    static EngineException tooLong(String what, int length, int limit) {
        return Failures.invalid(what + " has " + length + " bytes, the limit is " + limit);
    }
}
