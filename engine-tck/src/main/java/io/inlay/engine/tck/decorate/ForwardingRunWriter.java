package io.inlay.engine.tck.decorate;

import io.inlay.engine.Cursor;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;

/** A run writer that passes every call on. For one thread at a time, as any run writer. */
public class ForwardingRunWriter implements RunWriter {
    private final RunWriter inner;

    /** Decorates a run writer, which is closed with this one. */
    public ForwardingRunWriter(RunWriter inner) {
        this.inner = inner;
    }

    /** The run writer inside. */
    protected final RunWriter inner() {
        return inner;
    }

    @Override
    public void add(ByteBuffer key, ByteBuffer value) {
        inner.add(key, value);
    }

    @Override
    public void delete(ByteBuffer key) {
        inner.delete(key);
    }

    @Override
    public long addAll(Cursor rest, long max) {
        return inner.addAll(rest, max);
    }

    @Override
    public long bytes() {
        return inner.bytes();
    }

    @Override
    public void finish() {
        inner.finish();
    }

    @Override
    public void close() {
        inner.close();
    }
}
