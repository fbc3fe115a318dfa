package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Takes all space of a small disk but a little when an engine has work of its own to do: after many replacements and overlays,
 * before a reclaim, and for the close. Then gives it back, and looks for what was acknowledged. Prints how each went.
 */
final class FullDiskWorkJob implements ChildJob {
    private static final int KIBIBYTE = 1 << 10;
    private static final int VALUE_BYTES = 20_000;
    private static final int RECORDS = 50;
    private static final int ROUNDS = 4;

    private final Random random = new Random(23);
    private final Contents state = new Contents();
    private @Nullable Contents unknown;

    @Override
    public void run(EngineProvider provider, Path ignored, List<String> arguments, PrintStream out) throws IOException {
        Path disk = Path.of(arguments.get(1));
        Path store = disk.resolve("store");
        Path ballast = disk.resolve("ballast");
        for (int left : new int[] {0, 128, 1024, 4096}) {
            EngineException failure = null;
            String reclaimed;
            try (Engine engine = provider.open(store, Map.of())) {
                Expect.holds(state, engine);
                for (int round = 0; round < ROUNDS; round++) {
                    change(engine, round);
                }
                FullDiskJob.fill(ballast, left * KIBIBYTE);
                reclaimed = reclaim(engine);
                Expect.holds(state, engine);
                for (int round = 0; round < ROUNDS && failure == null; round++) {
                    failure = tryChange(engine, round);
                }
                reclaimed += " " + reclaim(engine);
                readsOn(engine);
            }
            out.println(left + " KiB left: reclaim " + reclaimed + ", changes " + failure);
            Files.delete(ballast);
            settle(provider, store);
        }
    }

    /** What an opening finds once there is space again; it takes writes. */
    private void settle(EngineProvider provider, Path store) {
        try (Engine engine = provider.open(store, Map.of())) {
            Contents either = unknown;
            if (either != null && Contents.of(engine).equals(either)) {
                state.deleteRange(range("", "")).putAll(either);
            }
            unknown = null;
            Expect.holds(state, engine);
            engine.write(new Batch().put(bytes("z"), bytes("v")), Durability.SYNC);
            state.put("z", "v");
            Expect.holds(state, engine);
        }
    }

    private void readsOn(Engine engine) {
        Contents seen = Contents.of(engine);
        if (!seen.equals(state) && !seen.equals(unknown)) {
            throw new AssertionError("neither the old state nor the new one: " + seen);
        }
    }

    /** A batch, an excised range and an overlaid one; on failure the state is that of the last success. */
    private void change(Engine engine, int round) {
        Batch batch = new Batch().put(Contents.key("b", round), value());
        perform(state.copy().apply(batch), () -> engine.write(batch, Durability.RELAXED));
        Contents excised = run("k");
        Contents overlaid = run("o" + round % 2);
        try (Replacement replacement = engine.begin()) {
            excised.addTo(replacement.excise(range("k", "l")));
            try (RunWriter run = replacement.overlay(range("o", "p"))) {
                run.delete(ByteBuffer.wrap(bytes("o")));
                overlaid.addTo(run);
            }
            perform(state.copy().replace(range("k", "l"), excised).putAll(overlaid), replacement::commit);
        }
    }

    private void perform(Contents after, Runnable call) {
        unknown = after;
        call.run();
        state.deleteRange(range("", "")).putAll(after);
        unknown = null;
    }

    private @Nullable EngineException tryChange(Engine engine, int round) {
        try {
            change(engine, round);
            return null;
        } catch (EngineException e) {
            if (e.kind() != Kind.OUTCOME_UNKNOWN) {
                Expect.says(e, engine.directory().toString());
                unknown = null;
            }
            // a failure of a reclaim may have poisoned the engine before
            boolean poisoned = e.kind() == Kind.INTERNAL && e.getCause() != null;
            if (!poisoned && e.kind() != Kind.FULL && e.kind() != Kind.OUTCOME_UNKNOWN) {
                throw e;
            }
            return e;
        }
    }

    /** The kind of failure of a reclaim, or whether it came to its end. */
    private static String reclaim(Engine engine) {
        try {
            return engine.find(Reclaim.class)
                    .map(reclaim -> reclaim.run(range("", ""), () -> false) ? "done" : "stopped")
                    .orElse("absent");
        } catch (EngineException e) {
            return e.kind().name();
        }
    }

    private Contents run(String prefix) {
        Contents run = new Contents();
        for (int i = 0; i < RECORDS; i++) {
            run.put(Contents.key(prefix, i), value());
        }
        return run;
    }

    private byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return value;
    }
}
