package io.inlay.engine.tck.decorate;

import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.file.Path;

/** A replacement that passes every call on. As safe as the inner one. */
public class ForwardingReplacement implements Replacement {
    private final Replacement inner;

    /** Decorates a replacement, which is closed with this one. */
    public ForwardingReplacement(Replacement inner) {
        this.inner = inner;
    }

    /** The replacement inside. */
    protected final Replacement inner() {
        return inner;
    }

    @Override
    public RunWriter excise(KeyRange range) {
        return inner.excise(range);
    }

    @Override
    public RunWriter overlay(KeyRange range) {
        return inner.overlay(range);
    }

    @Override
    public void empty(KeyRange range) {
        inner.empty(range);
    }

    @Override
    public Path scratch() {
        return inner.scratch();
    }

    @Override
    public ReplaceResult commit() {
        return inner.commit();
    }

    @Override
    public void close() {
        inner.close();
    }
}
