package io.inlay.bench.work.sync;

import io.inlay.bench.anchor.AnchorSet;
import io.inlay.compactor.SyncSource;
import io.inlay.engine.Engine;
import java.util.ArrayList;
import java.util.List;

/** Which sets of the anchor data set are merged, those that win ties first. */
enum Shape {
    /** Four full syncs of a quarter each, of which half is in all four. */
    A(List.of(AnchorSet.A3, AnchorSet.A2, AnchorSet.A1, AnchorSet.A0)),
    /** Three partial syncs of a hundredth each over a full one. */
    B(List.of(AnchorSet.P2, AnchorSet.P1, AnchorSet.P0, AnchorSet.SRC));

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<AnchorSet> sets;

    Shape(List<AnchorSet> sets) {
        this.sets = sets;
    }

    List<AnchorSet> sets() {
        return sets;
    }

    /** The stores of sets, open for reading, which closing closes. */
    static final class Opened implements AutoCloseable {
        private final List<Engine> engines = new ArrayList<>();
        private final List<SyncSource> sources = new ArrayList<>();

        Opened(AnchorStores stores, List<AnchorSet> sets) {
            try {
                for (AnchorSet set : sets) {
                    Engine engine = stores.read(set);
                    engines.add(engine);
                    sources.add(AnchorStores.source(engine, set));
                }
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        List<SyncSource> sources() {
            return sources;
        }

        @Override
        public void close() {
            engines.forEach(Engine::close);
        }
    }
}
