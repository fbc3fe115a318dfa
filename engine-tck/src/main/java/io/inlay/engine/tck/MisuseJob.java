package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Uses one cursor, run writer and replacement from several threads at once, and everything after it was closed. */
final class MisuseJob implements ChildJob {
    private static final int STEPS = 20_000;

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out) {
        Engine engine = provider.open(directory, Map.of());
        engine.write(Contents.numbered("k", 0, 3_000, "v").asBatch(), Durability.RELAXED);
        for (Direction direction : Direction.values()) {
            Cursor cursor = engine.cursor(KeyRange.all(), direction, Access.POINT);
            atOnce(number -> use(cursor, number));
            cursor.close();
            use(cursor, 0);
        }
        Replacement replacement = engine.begin();
        RunWriter run = replacement.overlay(range("a", "b"));
        atOnce(number -> use(replacement, run, number));
        run.close();
        replacement.close();
        Snapshot forgotten = engine.snapshot();
        Cursor ofForgotten = forgotten.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN);
        ofForgotten.next();
        engine.close();
        use(ofForgotten, 1);
        use(replacement, run, 1);
        out.println("survived");
    }

    private interface Step {
        void run(int number);
    }

    private static void atOnce(Step step) {
        Crew crew = new Crew();
        for (int thread = 0; thread < 3; thread++) {
            crew.add(() -> {
                for (int i = 0; i < STEPS; i++) {
                    step.run(i);
                }
            });
        }
        crew.join();
    }

    private static void use(Cursor cursor, int number) {
        attempt(cursor::next);
        attempt(() -> cursor.key().remaining());
        attempt(() -> cursor.value().remaining());
        if (number % 17 == 0) {
            attempt(() -> cursor.seek(Contents.key("k", number % 3_000)));
        }
    }

    private static void use(Replacement replacement, RunWriter run, int number) {
        attempt(() -> run.add(buffer("a" + number), buffer("v")));
        if (number % 1_000 == 999) {
            attempt(() ->
                    replacement.excise(KeyRange.prefix(bytes("x" + number))).finish());
        }
        if (number == STEPS - 1) {
            attempt(run::finish);
            attempt(replacement::commit);
        }
    }

    /** Whatever the engine says to misuse, it says with an {@link EngineException}. */
    private static void attempt(Runnable call) {
        try {
            call.run();
        } catch (EngineException e) {
            // any kind will do
        }
    }
}
