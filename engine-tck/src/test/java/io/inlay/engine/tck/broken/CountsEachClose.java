package io.inlay.engine.tck.broken;

import io.inlay.engine.Access;
import io.inlay.engine.Capability;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.Metrics;
import io.inlay.engine.Snapshot;
import io.inlay.engine.tck.decorate.ForwardingCursor;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.decorate.ForwardingSnapshot;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts its open views, one less at each close of any of them. */
final class CountsEachClose extends ForwardingEngine {
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    CountsEachClose(Engine inner, int most) {
        super(inner);
        this.most = Math.min(most, inner.limits().maxOpenViews());
    }

    private <T> T counted(T view) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            throw new EngineException(Kind.RETRY, most + " views are open");
        }
        return view;
    }

    private Cursor counting(Cursor cursor) {
        return counted(new ForwardingCursor(cursor) {
            @Override
            public void close() {
                open.decrementAndGet();
                inner().close();
            }
        });
    }

    @Override
    public Limits limits() {
        return new Limits(inner().limits().maxKeyBytes(), inner().limits().maxValueBytes(), most);
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        return counting(inner().cursor(range, direction, access));
    }

    @Override
    public Snapshot snapshot() {
        return counted(new ForwardingSnapshot(inner().snapshot()) {
            @Override
            public Cursor cursor(KeyRange range, Direction direction, Access access) {
                return counting(inner().cursor(range, direction, access));
            }

            @Override
            public void close() {
                open.decrementAndGet();
                inner().close();
            }
        });
    }

    @Override
    public <C extends Capability> Optional<C> find(Class<C> capability) {
        Optional<C> found = inner().find(capability);
        return capability == Metrics.class
                ? found.map(metrics -> capability.cast((Metrics) () -> {
                    SortedMap<String, Long> figures = new TreeMap<>(((Metrics) metrics).read());
                    figures.put(Metrics.VIEWS_OPEN, (long) open.get());
                    return figures;
                }))
                : found;
    }
}
