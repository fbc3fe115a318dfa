package io.inlay.sync;

import static io.inlay.sync.Samples.NOON;
import static io.inlay.sync.Samples.entitlement;
import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.resource;
import static io.inlay.sync.Samples.sync;
import static io.inlay.sync.Samples.toExpand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.sync.record.RecordType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** L01 and L02 of the reference: whichever write of a sync fails, it is unfinished or whole, and can go on. */
class FailingWritesTest extends OnEveryEngine {
    /** Fails one write: before it reaches the engine, or after it took effect. */
    private static final class Failing extends ForwardingEngine {
        private final boolean after;
        private int left;

        Failing(Engine inner, int left, boolean after) {
            super(inner);
            this.left = left;
            this.after = after;
        }

        @Override
        public void write(Batch batch, Durability durability) {
            boolean fails = left-- == 0;
            if (!fails || after) {
                super.write(batch, durability);
            }
            if (fails) {
                throw new EngineException(
                        after ? EngineException.Kind.OUTCOME_UNKNOWN : EngineException.Kind.FULL, "as told");
            }
        }
    }

    private static void writeSync(OpenSync open) {
        open.putResources(List.of(resource("org", "1"), resource("user", "u", "org", "1")));
        open.putEntitlements(List.of(entitlement("e", "app", "a")));
        open.putGrants(List.of(grant("g1", "e", "u"), toExpand(grant("g2", "e", "u")), grant("g3", "e", "u")));
        open.checkpoint("half");
        open.putGrants(List.of(grant("g2", "f", "v"), grant("g1", "f", "v")));
        open.delete(RecordType.GRANT, "g3");
        open.finish(NOON);
    }

    @Test
    void whichever_write_fails_the_sync_is_unfinished_or_whole_and_goes_on() {
        writeSync(store.start(full(1)));
        Map<?, ?> whole = content(1);
        for (int failing = 0; failing < 8; failing++) {
            assertGoesOn(failing, false, whole);
            assertGoesOn(failing, true, whole);
        }
    }

    private void assertGoesOn(int failing, boolean after, Map<?, ?> whole) {
        close();
        engine = provider.open(directory.resolve("store-" + failing + after), Map.of());
        // The first write of a new store is its stamp.
        SyncStore faulty = SyncStore.open(new Failing(engine, failing + 1, after));
        assertThatThrownBy(() -> writeSync(faulty.start(full(1)))).hasMessage("as told");
        store = SyncStore.open(engine);

        assertThat(differences()).isEmpty();
        boolean finished = store.find(sync(1)).filter(SyncRun::isFinished).isPresent();
        assertThat(finished).isEqualTo(failing == 7 && after);
        if (!finished) {
            writeSync(store.find(sync(1)).isPresent() ? store.resume(sync(1)) : store.start(full(1)));
        }
        assertThat(content(1)).isEqualTo(whole);
        assertThat(differences()).isEmpty();
    }

    private Map<?, ?> content(int sync) {
        Map<String, String> all = new TreeMap<>();
        SyncRanges.of(sync(sync)).forEach(part -> all.putAll(dump(part.range())));
        return all;
    }
}
