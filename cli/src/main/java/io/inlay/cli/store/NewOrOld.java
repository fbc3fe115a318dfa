package io.inlay.cli.store;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.sync.key.Keyspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store opened for writing: one that was there, or one made for this command. A store that the command made and put
 * nothing into is removed again when it is closed, so that a command that failed leaves nothing behind.
 */
public final class NewOrOld implements AutoCloseable {
    /** What may end the making of a store half-way. */
    private static final Set<Kind> HALF_MADE = EnumSet.of(Kind.FULL, Kind.READ_ONLY, Kind.INTERNAL);

    private final Engine engine;
    private final Traces traces;

    private NewOrOld(Engine engine, Traces traces) {
        this.engine = engine;
        this.traces = traces;
    }

    /**
     * Opens the store in a directory, or makes one where there is none and an engine is named.
     *
     * @param engine null to take the one that made the directory
     * @throws UsageException for an unknown engine or option; without a store and without an engine
     * @throws EngineException as {@link EngineProvider#open}
     */
    public static NewOrOld open(Path directory, @Nullable String engine, Map<String, String> settings) {
        EngineProvider provider = Stores.writer(directory, engine);
        Traces traces = Traces.before(directory);
        try {
            return new NewOrOld(Stores.open(provider, directory, settings), traces);
        } catch (EngineException e) {
            if (HALF_MADE.contains(e.kind())) {
                traces.remove(e);
            }
            throw e;
        }
    }

    /** The open engine; closed with this. */
    public Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        boolean unused = traces.areOfANewStore() && isUnused();
        engine.close();
        if (unused) {
            traces.remove(null);
        }
    }

    /** Whether the store holds no key but the layout stamp that opening it wrote. */
    private boolean isUnused() {
        try (Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT)) {
            while (cursor.next()) {
                if (!Arrays.equals(Keys.copy(cursor.key()), Keyspace.layoutKey())) {
                    return false;
                }
            }
            return true;
        } catch (EngineException e) {
            // what cannot be read is not removed either
            return false;
        }
    }
}
