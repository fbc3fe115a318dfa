package io.inlay.engine.tck.decorate;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Capability;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.Replacement;
import io.inlay.engine.Snapshot;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An engine that passes every call on, capabilities included; extended by what changes some of them. As safe as the inner one. */
public class ForwardingEngine implements Engine {
    private final Engine inner;

    /** Decorates an engine, which is closed with this one. */
    public ForwardingEngine(Engine inner) {
        this.inner = inner;
    }

    /** The engine inside. */
    protected final Engine inner() {
        return inner;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Path directory() {
        return inner.directory();
    }

    @Override
    public Limits limits() {
        return inner.limits();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return inner.get(key);
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        return inner.cursor(range, direction, access);
    }

    @Override
    public Snapshot snapshot() {
        return inner.snapshot();
    }

    @Override
    public void write(Batch batch, Durability durability) {
        inner.write(batch, durability);
    }

    @Override
    public Replacement begin() {
        return inner.begin();
    }

    @Override
    public void sync() {
        inner.sync();
    }

    @Override
    public <C extends Capability> Optional<C> find(Class<C> capability) {
        return inner.find(capability);
    }

    @Override
    public void close() {
        inner.close();
    }
}
