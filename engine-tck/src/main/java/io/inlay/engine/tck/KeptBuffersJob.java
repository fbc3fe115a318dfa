package io.inlay.engine.tck;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Replacement;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads lent buffers long after their time. */
final class KeptBuffersJob implements ChildJob {
    private static final int CLOSELY = 256;
    private static final int STRIDE = 1 << 12;

    private final List<ByteBuffer> kept = new ArrayList<>();
    private long sum;

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out) {
        Engine engine = provider.open(directory, Map.of());
        Contents contents = Contents.numbered("k", 0, 20_000, "a value of some length");
        contents.put(
                Contents.bytes("k00big"),
                new byte[Math.min(1 << 20, engine.limits().maxValueBytes())]);
        try (Replacement replacement = engine.begin()) {
            contents.addTo(replacement.excise(KeyRange.all()));
            replacement.commit();
        }
        for (Direction direction : Direction.values()) {
            Cursor cursor = engine.cursor(KeyRange.all(), direction, Access.SCAN);
            for (int i = 0; i < 200 && cursor.next(); i++) {
                keep(cursor);
            }
            readAll();
            Contents.rest(cursor);
            readAll();
            cursor.close();
            readAll();
        }
        try (Replacement replacement = engine.begin()) {
            replacement.empty(KeyRange.all());
            replacement.commit();
        }
        engine.find(Reclaim.class).ifPresent(reclaim -> reclaim.run(KeyRange.all(), () -> false));
        for (int round = 0; round < 5; round++) {
            engine.write(
                    Contents.numbered("n", 0, 5_000, "other bytes " + round).asBatch(), Durability.SYNC);
            readAll();
        }
        Cursor open = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
        if (open.next()) {
            keep(open);
        }
        engine.close();
        readAll();
        engine = null;
        System.gc();
        readAll();
        out.println("read " + sum);
    }

    private void keep(Cursor cursor) {
        kept.add(cursor.key());
        kept.add(cursor.value());
        kept.add(cursor.value().slice());
    }

    private void readAll() {
        for (ByteBuffer buffer : kept) {
            ByteBuffer everywhere = buffer.duplicate().clear();
            for (int i = 0; i < everywhere.capacity(); i += i < CLOSELY ? 1 : STRIDE) {
                sum += everywhere.get(i);
            }
        }
    }
}
