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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/**
 * A change of a small store in the middle of which the system fails, and the checks of what the engine says, what it still
 * does, and what reopening finds.
 */
final class FaultedChange {
    /** Each kind of change. */
    static final List<String> NAMES = List.of("write", "sync", "small-commit", "large-commit", "reclaim");

    /** The changes that are visible only once they are durable. */
    private static final Set<String> PROMISED = Set.of("write", "small-commit", "large-commit");

    /** A change that does all its work on the disk while the system fails, from the first byte of a run on. */
    static final String STAGING = "staging";

    /** What {@link #make} returns where nothing failed. */
    private static final String DONE = "done";

    private static final int FEW = 20;
    private static final int MANY = 3_000;
    private static final Contents BEFORE =
            Contents.numbered("k", 0, 500, "before" + " ".repeat(50)).put("a", "1");

    private final EngineProvider provider;
    private final Path place;
    private final String name;
    private final Contents after;
    private @Nullable EngineException failure;

    /**
     * Names a change of a store.
     *
     * @param place the store's directory
     * @param name one of {@link #NAMES}, or {@link #STAGING}
     */
    FaultedChange(EngineProvider provider, Path place, String name) {
        this.provider = provider;
        this.place = place;
        this.name = name;
        this.after = switch (name) {
            case "write", "sync" -> BEFORE.copy().apply(batch());
            case "small-commit", "large-commit", STAGING -> BEFORE.copy().replace(range("k", "l"), run());
            default -> BEFORE;
        };
    }

    /** What has the system fail, from right before a change until right after it. */
    interface Fault {
        void begin();

        /** Returns whether all is well again. */
        boolean end();
    }

    private static Batch batch() {
        return Contents.numbered("w", 0, FEW, "written").asBatch();
    }

    private Contents run() {
        int records = name.equals("small-commit") ? FEW : MANY;
        return Contents.numbered("k", 0, records, "after" + " ".repeat(60));
    }

    /** Fills an engine as a store is before the change. */
    static void fill(Engine engine) {
        try (Replacement replacement = engine.begin()) {
            BEFORE.in(range("k", "l")).addTo(replacement.excise(range("k", "l")));
            replacement.commit();
        }
        engine.write(new Batch().put(bytes("a"), bytes("1")), Durability.SYNC);
    }

    /**
     * Makes a store and the change, and checks what the open engine says and does.
     *
     * @return the kind of failure, or "done"
     */
    String make(Fault fault) {
        boolean well = true;
        Engine engine = provider.open(place, Map.of());
        try (Replacement replacement = engine.begin()) {
            fill(engine);
            Runnable call = prepare(engine, replacement);
            fault.begin();
            try {
                call.run();
            } catch (EngineException e) {
                failure = e;
            } finally {
                well = fault.end();
            }
            settle(engine);
        } finally {
            close(engine, well);
        }
        return failure == null ? DONE : failure.kind().name();
    }

    /** Where the system still fails, a close may say that relaxed writes may be lost; it lets go of everything all the same. */
    private static void close(Engine engine, boolean well) {
        try {
            engine.close();
        } catch (EngineException e) {
            if (well) {
                throw e;
            }
        }
        Expect.closed(() -> engine.get(bytes("a")));
    }

    private Runnable prepare(Engine engine, Replacement replacement) {
        return switch (name) {
            case "write" -> () -> engine.write(batch(), Durability.SYNC);
            case "sync" ->
                () -> {
                    engine.write(batch(), Durability.RELAXED);
                    engine.sync();
                };
            case "reclaim" ->
                () -> engine.find(Reclaim.class).ifPresent(reclaim -> reclaim.run(range("", ""), () -> false));
            case STAGING ->
                () -> {
                    stage(replacement);
                    replacement.commit();
                };
            default -> {
                stage(replacement);
                yield replacement::commit;
            }
        };
    }

    private void stage(Replacement replacement) {
        run().addTo(replacement.excise(range("k", "l")));
        replacement.empty(range("m", ""));
    }

    /** What the engine does after the change. */
    private void settle(Engine engine) {
        if (failure == null) {
            Expect.holds(after, engine);
            return;
        }
        Contents seen = Contents.of(engine);
        if (failure.kind() != Kind.OUTCOME_UNKNOWN) {
            if (!seen.equals(BEFORE)) {
                throw new AssertionError("something happened in spite of " + failure, failure);
            }
            return;
        }
        if (!seen.equals(BEFORE) && !seen.equals(after)) {
            throw new AssertionError("neither the old state nor the new one: " + seen, failure);
        }
        if (PROMISED.contains(name) && !seen.equals(BEFORE)) {
            throw new AssertionError("readers see what was never known to be durable", failure);
        }
        poisoned(() -> engine.write(new Batch().put(bytes("x"), bytes("v")), Durability.RELAXED));
        poisoned(() -> engine.write(new Batch(), Durability.SYNC));
        poisoned(engine::sync);
    }

    private static void poisoned(Executable call) {
        EngineException later = Expect.kind(Kind.INTERNAL, call);
        if (later.getCause() == null) {
            throw new AssertionError("the first failure is not the cause", later);
        }
    }

    /**
     * Opens the store again, once all is well, and checks that it holds what an outcome allows and works.
     *
     * @param outcome what {@link #make} returned, here or in another process
     */
    void reopen(String outcome) {
        try (Engine engine = provider.open(place, Map.of())) {
            Contents seen = Contents.of(engine);
            boolean old = seen.equals(BEFORE);
            boolean changed = seen.equals(after);
            boolean right =
                    outcome.equals(DONE) ? changed : outcome.equals(Kind.OUTCOME_UNKNOWN.name()) ? old || changed : old;
            if (!right) {
                throw new AssertionError(name + " gave " + outcome + ", reopening found " + seen, failure);
            }
            engine.write(new Batch().put(bytes("z"), bytes("v")), Durability.SYNC);
            Expect.holds(seen.put("z", "v"), engine);
        }
    }
}
