package io.inlay.cli.store;

import io.inlay.engine.Engine;
import io.inlay.sync.SyncStore;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stores that a command works on: at most one that it writes, the others read-only. A directory is opened once, by
 * whichever names it is given.
 */
public final class OpenStores implements AutoCloseable {
    private final Map<Path, SyncStore> byDirectory = new LinkedHashMap<>();
    private final Deque<Runnable> closings = new ArrayDeque<>();

    private OpenStores() {}

    /**
     * Opens stores without the right to change them.
     *
     * @throws UsageException where no path can be found; for two directories of which one lies in the other
     * @throws io.inlay.engine.EngineException INVALID where there is no store; LOCKED; INCOMPATIBLE; CORRUPT
     */
    public static OpenStores reading(Collection<Path> directories) {
        OpenStores stores = new OpenStores();
        try {
            directories.forEach(stores::read);
            return stores;
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    /**
     * Opens stores, one of them for writing, last and as {@link NewOrOld#open}: without what is to be read it is not made.
     *
     * @param others what is only read; may hold the written one
     */
    public static OpenStores writing(
            Path written, @Nullable String engine, Map<String, String> settings, Collection<Path> others) {
        return with(written, others, stores -> {
            NewOrOld base = NewOrOld.open(written, engine, settings);
            stores.closings.push(base::close);
            return Optional.of(base.engine());
        });
    }

    /**
     * Opens the same stores as {@link #writing} without the right to change any, and refuses what that refuses. The one to be
     * written is among them if it is there; else it is not made.
     */
    public static OpenStores checking(
            Path written, @Nullable String engine, Map<String, String> settings, Collection<Path> others) {
        return with(written, others, stores -> {
            Optional<Engine> base = Stores.check(written, engine, settings);
            base.ifPresent(opened -> stores.closings.push(opened::close));
            return base;
        });
    }

    private static OpenStores with(
            Path written, Collection<Path> others, Function<OpenStores, Optional<Engine>> opening) {
        Path target = Stores.real(written);
        OpenStores stores = reading(others.stream()
                .filter(other -> !Stores.real(other).equals(target))
                .toList());
        try {
            stores.requireApart(target, written);
            opening.apply(stores).ifPresent(base -> stores.byDirectory.put(target, SyncStore.open(base)));
            return stores;
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    private void read(Path directory) {
        Path real = Stores.real(directory);
        if (!byDirectory.containsKey(real)) {
            requireApart(real, directory);
            Engine engine = Stores.read(directory);
            closings.push(engine::close);
            byDirectory.put(real, SyncStore.open(engine));
        }
    }

    private void requireApart(Path real, Path given) {
        for (Path other : byDirectory.keySet()) {
            if (real.startsWith(other) || other.startsWith(real)) {
                throw new UsageException("the stores " + other + " and " + given + " lie one inside the other");
            }
        }
    }

    /** The store of a directory, by any of its names, if it was opened with these. */
    public Optional<SyncStore> find(Path directory) {
        return Optional.ofNullable(byDirectory.get(Stores.real(directory)));
    }

    /** The store of a directory, by any of its names, that was opened with these. */
    public SyncStore at(Path directory) {
        return find(directory).orElseThrow(() -> new IllegalArgumentException(directory + " was not opened"));
    }

    /** Closes them, the last opened first. */
    @Override
    public void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
        byDirectory.clear();
    }
}
