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
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Has writes to files fail in the middle of each kind of change, and checks what the engine says, what it still does, and what
 * reopening finds. No file can be written past a length, the limit that the system has for a process: past no byte at all,
 * past the present length of each file of the store, and a few bytes on, which cuts a write in two. For each it prints {@code
 * <change> <kind of failure, or done> limit <bytes>}.
 */
final class FailingWritesJob implements ChildJob {
    private static final String NONE = "unlimited";
    private static final int FEW = 20;
    private static final int MANY = 3_000;

    private final Contents before =
            Contents.numbered("k", 0, 500, "before" + " ".repeat(50)).put("a", "1");

    /** A change and what it makes of the entries. */
    private record Change(String name, Contents after, Runnable call) {}

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out)
            throws IOException {
        Files.createDirectory(directory);
        int store = 0;
        for (String name : List.of("write", "sync", "small-commit", "large-commit", "reclaim")) {
            TreeSet<Long> limits = new TreeSet<>(List.of(0L));
            limits.addAll(lengths(provider, directory.resolve("lengths-" + name)));
            for (long limit : limits) {
                Path place = directory.resolve("store-" + store++);
                out.println(name + " " + fail(provider, place, name, limit) + " limit " + limit);
                DurableFiles.deleteTree(place);
            }
        }
    }

    /** The lengths of a filled store's files, and a little more. */
    private Set<Long> lengths(EngineProvider provider, Path place) throws IOException {
        Set<Long> lengths = new TreeSet<>();
        try (Engine engine = provider.open(place, Map.of())) {
            fill(engine);
            for (Path file : Directories.tree(place)) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    lengths.add(Files.size(file));
                    lengths.add(Files.size(file) + 9);
                }
            }
        }
        DurableFiles.deleteTree(place);
        return lengths;
    }

    private void fill(Engine engine) {
        try (Replacement replacement = engine.begin()) {
            before.in(range("k", "l")).addTo(replacement.excise(range("k", "l")));
            replacement.commit();
        }
        engine.write(new Batch().put(bytes("a"), bytes("1")), Durability.SYNC);
    }

    private String fail(EngineProvider provider, Path place, String name, long limit) throws IOException {
        EngineException failure = null;
        Contents after;
        try (Engine engine = provider.open(place, Map.of());
                Replacement replacement = engine.begin()) {
            fill(engine);
            Change change = change(engine, replacement, name);
            after = change.after;
            limit(String.valueOf(limit));
            try {
                change.call.run();
            } catch (EngineException e) {
                failure = e;
            } finally {
                limit(NONE);
            }
            settle(engine, failure, after);
        }
        try (Engine engine = provider.open(place, Map.of())) {
            Contents seen = Contents.of(engine);
            boolean old = seen.equals(before);
            boolean changed = seen.equals(after);
            boolean right = failure == null ? changed : failure.kind() == Kind.OUTCOME_UNKNOWN ? old || changed : old;
            if (!right) {
                throw new AssertionError(name + " gave " + failure + ", reopening found " + seen, failure);
            }
            engine.write(new Batch().put(bytes("z"), bytes("v")), Durability.SYNC);
            Expect.holds(seen.put("z", "v"), engine);
        }
        return failure == null ? "done" : failure.kind().name();
    }

    private Change change(Engine engine, Replacement replacement, String name) {
        Batch batch = Contents.numbered("w", 0, FEW, "written").asBatch();
        return switch (name) {
            case "write" -> new Change(name, before.copy().apply(batch), () -> engine.write(batch, Durability.SYNC));
            case "sync" ->
                new Change(name, before.copy().apply(batch), () -> {
                    engine.write(batch, Durability.RELAXED);
                    engine.sync();
                });
            case "reclaim" ->
                new Change(
                        name,
                        before,
                        () -> engine.find(Reclaim.class).ifPresent(reclaim -> reclaim.run(range("", ""), () -> false)));
            default -> {
                int records = name.equals("small-commit") ? FEW : MANY;
                Contents run = Contents.numbered("k", 0, records, "after" + " ".repeat(60));
                run.addTo(replacement.excise(range("k", "l")));
                replacement.empty(range("m", ""));
                yield new Change(name, before.copy().replace(range("k", "l"), run), replacement::commit);
            }
        };
    }

    /** What the engine does after a change that failed, once writing is possible again. */
    private void settle(Engine engine, @Nullable EngineException failure, Contents after) {
        if (failure == null) {
            Expect.holds(after, engine);
            return;
        }
        Contents seen = Contents.of(engine);
        if (failure.kind() != Kind.OUTCOME_UNKNOWN) {
            if (!seen.equals(before)) {
                throw new AssertionError("something happened in spite of " + failure, failure);
            }
            return;
        }
        if (!seen.equals(before) && !seen.equals(after)) {
            throw new AssertionError("neither the old state nor the new one: " + seen, failure);
        }
        EngineException later = Expect.kind(
                Kind.INTERNAL, () -> engine.write(new Batch().put(bytes("x"), bytes("v")), Durability.RELAXED));
        if (later.getCause() == null) {
            throw new AssertionError("the first failure is not the cause", later);
        }
    }

    private static void limit(String bytes) {
        String self = String.valueOf(ProcessHandle.current().pid());
        if (!Mounts.succeeds(List.of("prlimit", "--pid", self, "--fsize=" + bytes + ":"))) {
            throw new AssertionError("cannot limit the length of files to " + bytes);
        }
    }
}
