package io.inlay.sync;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.sync.key.Keyspace;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The stamp that tells by which key layout a store was written. */
final class Layout {
    private static final byte[] CURRENT = Keyspace.layoutValue(Keyspace.LAYOUT_VERSION);

    private Layout() {}

    /**
     * Checks the stamp; writes it, durably, where there is none and nothing else of this layout. A store opened read-only
     * that holds nothing stays without.
     *
     * @throws EngineException INCOMPATIBLE for another stamp, or for keys without a stamp
     */
    static void require(Engine engine) {
        byte[] stamp = engine.get(Keyspace.layoutKey());
        if (stamp == null) {
            requireNoKeys(engine);
            write(engine);
        } else if (!Arrays.equals(stamp, CURRENT)) {
            throw incompatible(
                    engine,
                    "was written with key layout " + describe(stamp) + ", this version reads layout "
                            + Keyspace.LAYOUT_VERSION);
        }
    }

    private static void requireNoKeys(Engine engine) {
        KeyRange everything = KeyRange.prefix(Keyspace.prefix());
        try (Cursor cursor = engine.cursor(everything, Direction.FORWARD, Access.POINT)) {
            if (cursor.next()) {
                throw incompatible(
                        engine,
                        "holds keys in " + everything
                                + " but no layout stamp, so it is no store of syncs; its first is "
                                + Keys.printable(cursor.key()));
            }
        }
    }

    private static void write(Engine engine) {
        try {
            engine.write(new Batch().put(Keyspace.layoutKey(), CURRENT), Durability.SYNC);
        } catch (EngineException e) {
            if (e.kind() != EngineException.Kind.READ_ONLY) {
                throw e;
            }
        }
    }

    private static String describe(byte[] stamp) {
        return stamp.length == CURRENT.length
                ? Integer.toUnsignedString(ByteBuffer.wrap(stamp).getInt())
                : "of an unknown form (" + stamp.length + " bytes)";
    }

    private static EngineException incompatible(Engine engine, String what) {
        return new EngineException(
                EngineException.Kind.INCOMPATIBLE,
                "the " + engine.name() + " store in " + engine.directory() + " " + what);
    }
}
