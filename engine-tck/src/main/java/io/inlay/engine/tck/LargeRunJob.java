package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.range;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Replaces a range by a long run, then by itself as a cursor yields it. The process has a small heap. */
final class LargeRunJob implements ChildJob {
    private static final int KEY_BYTES = 20;
    private static final int VALUE_BYTES = 80;

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out) {
        int records = Integer.parseInt(arguments.get(0));
        KeyRange all = range("k", "l");
        try (Engine engine = provider.open(directory, Map.of())) {
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.excise(all)) {
                ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
                ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
                for (int i = 0; i < records; i++) {
                    run.add(key.put(0, (byte) 'k').putInt(KEY_BYTES - Integer.BYTES, i), value.putLong(0, i * 31L));
                }
                run.finish();
                replacement.commit();
            }
            check(engine, all, records);
            try (Cursor cursor = engine.cursor(all, Direction.FORWARD, Access.SCAN);
                    Replacement replacement = engine.begin();
                    RunWriter run = replacement.excise(all)) {
                long added = run.addAll(cursor, Long.MAX_VALUE);
                if (added != records) {
                    throw new AssertionError(added + " records were added, not " + records);
                }
                run.finish();
                replacement.commit();
            }
            check(engine, all, records);
        }
    }

    /** Checks that a range holds the run. */
    static void check(Reader reader, KeyRange range, int records) {
        try (Cursor cursor = reader.cursor(range, Direction.FORWARD, Access.SCAN)) {
            for (int i = 0; i < records; i++) {
                if (!cursor.next()
                        || cursor.key().slice().getInt(KEY_BYTES - Integer.BYTES) != i
                        || cursor.value().slice().getLong(0) != i * 31L) {
                    throw new AssertionError("record " + i + " is missing");
                }
            }
            if (cursor.next()) {
                throw new AssertionError("there are more than " + records + " records");
            }
        }
    }
}
