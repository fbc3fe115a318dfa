package io.inlay.engine.tck.broken;

import io.inlay.engine.Cursor;
import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Passes every call on; a broken replacement changes one. */
class ForwardingReplacement implements Replacement {
    final Replacement inner;

    ForwardingReplacement(Replacement inner) {
        this.inner = inner;
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

    /** Passes every call of a run on. */
    static class Run implements RunWriter {
        final RunWriter inner;

        Run(RunWriter inner) {
            this.inner = inner;
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
}
