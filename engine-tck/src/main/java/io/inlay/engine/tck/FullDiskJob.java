package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Fills a small disk while "staging", "writing" or "committing". */
final class FullDiskJob implements ChildJob {
    private static final int MEBIBYTE = 1 << 20;
    private static final int VALUE_BYTES = 50_000;

    private final Random random = new Random(36);
    private final Contents state = Contents.numbered("k", 0, 500, "before");
    private @Nullable Contents unknown;

    @Override
    public void run(EngineProvider provider, Path ignored, List<String> arguments, PrintStream out) throws IOException {
        Path disk = Path.of(arguments.get(1));
        Path store = disk.resolve("store");
        Path ballast = disk.resolve("ballast");
        int mebibytes = Integer.parseInt(arguments.get(2));
        Engine engine = provider.open(store, Map.of());
        engine.write(state.asBatch(), Durability.SYNC);
        EngineException failure = null;
        switch (arguments.get(0)) {
            case "staging" -> stage(engine, mebibytes);
            case "writing" -> failure = write(engine, ballast);
            case "committing" -> failure = commit(engine, ballast);
            default -> throw new AssertionError(arguments);
        }
        out.println(failure == null ? "no failure" : failure.kind() + " " + failure.getMessage());
        Files.deleteIfExists(ballast);
        engine.close();
        engine = provider.open(store, Map.of());
        if (unknown != null && Contents.of(engine).equals(unknown)) {
            Expect.holds(unknown, engine);
        } else {
            Expect.holds(state, engine);
        }
        engine.write(new Batch().put(bytes("after"), bytes("v")), Durability.SYNC);
        engine.close();
    }

    private byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return value;
    }

    private void stage(Engine engine, int mebibytes) {
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(range("k", "l"))) {
            EngineException failure = Expect.kind(Kind.FULL, () -> {
                for (int i = 0; i < mebibytes * (long) MEBIBYTE / VALUE_BYTES; i++) {
                    run.add(ByteBuffer.wrap(Contents.key("k", i)), ByteBuffer.wrap(value()));
                }
                run.finish();
                replacement.commit();
            });
            Expect.says(failure, engine.directory().toString());
            Expect.invalid(replacement::commit);
        }
        Expect.holds(state, engine);
        engine.write(new Batch().put(bytes("a"), bytes("1")), Durability.SYNC);
        state.put("a", "1");
        try (Replacement replacement = engine.begin()) {
            Contents.of("k", "replaced").addTo(replacement.excise(range("k", "l")));
            replacement.commit();
        }
        state.replace(range("k", "l"), Contents.of("k", "replaced"));
        Expect.holds(state, engine);
    }

    /** Takes all space but a little. */
    static void fill(Path ballast, int left) throws IOException {
        long free = Files.getFileStore(ballast.getParent()).getUsableSpace() - left;
        byte[] block = new byte[MEBIBYTE / 4];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (long written = 0; written < free; written += block.length) {
                out.write(block, 0, (int) Math.min(block.length, free - written));
            }
        } catch (IOException e) {
            // the engine may have taken the rest meanwhile
            if (Failures.io("filling", ballast, e).kind() != Kind.FULL) {
                throw e;
            }
        }
    }

    private EngineException write(Engine engine, Path ballast) throws IOException {
        fill(ballast, 2 * MEBIBYTE);
        for (int i = 0; ; i++) {
            byte[] key = Contents.key("w", i);
            byte[] value = value();
            try {
                engine.write(new Batch().put(key, value), Durability.SYNC);
                state.put(key, value);
            } catch (EngineException e) {
                settle(engine, e, state.copy().put(key, value));
                return e;
            }
        }
    }

    private @Nullable EngineException commit(Engine engine, Path ballast) throws IOException {
        Contents run = new Contents();
        for (int i = 0; i < 300; i++) {
            run.put(Contents.key("k", i), value());
        }
        try (Replacement replacement = engine.begin()) {
            run.addTo(replacement.excise(range("k", "l")));
            replacement.empty(range("m", ""));
            fill(ballast, MEBIBYTE / 8);
            Contents after = state.copy().replace(range("k", ""), run);
            try {
                replacement.commit();
                state.deleteRange(KeyRange.all()).putAll(after);
                return null;
            } catch (EngineException e) {
                settle(engine, e, after);
                return e;
            }
        }
    }

    /** After a failed change: nothing happened, or the engine says it cannot know, reads on and refuses to write. */
    private void settle(Engine engine, EngineException failure, Contents after) {
        if (failure.kind() == Kind.FULL) {
            Expect.holds(state, engine);
            return;
        }
        if (failure.kind() != Kind.OUTCOME_UNKNOWN) {
            throw failure;
        }
        Contents seen = Contents.of(engine);
        if (!seen.equals(state) && !seen.equals(after)) {
            throw new AssertionError("neither the old state nor the new one: " + seen, failure);
        }
        EngineException later = Expect.kind(
                Kind.INTERNAL, () -> engine.write(new Batch().put(bytes("x"), bytes("v")), Durability.RELAXED));
        if (later.getCause() == null) {
            throw new AssertionError("the first failure is not the cause", later);
        }
        unknown = after;
    }
}
