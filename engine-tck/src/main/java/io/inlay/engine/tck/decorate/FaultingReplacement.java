package io.inlay.engine.tck.decorate;

import io.inlay.engine.Cursor;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.tck.decorate.FaultingEngine.Call;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A replacement that cannot be committed after a call that was chosen to fail. */
final class FaultingReplacement extends ForwardingReplacement {
    private final FaultingEngine engine;
    private volatile @Nullable EngineException failure;

    FaultingReplacement(Replacement inner, FaultingEngine engine) {
        super(inner);
        this.engine = engine;
    }

    @Override
    public RunWriter excise(KeyRange range) {
        check(Call.OPEN_RUN);
        return new FaultingRun(inner().excise(range));
    }

    @Override
    public RunWriter overlay(KeyRange range) {
        check(Call.OPEN_RUN);
        return new FaultingRun(inner().overlay(range));
    }

    @Override
    public void empty(KeyRange range) {
        check(Call.OPEN_RUN);
        inner().empty(range);
    }

    private void check(Call call) {
        try {
            engine.check(call);
        } catch (EngineException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public ReplaceResult commit() {
        EngineException earlier = failure;
        if (earlier != null) {
            throw new EngineException(Kind.INVALID, "this replacement has failed before", earlier);
        }
        try {
            return engine.change(Call.COMMIT, inner()::commit);
        } catch (EngineException e) {
            failure = e;
            throw e;
        }
    }

    private final class FaultingRun extends ForwardingRunWriter {
        FaultingRun(RunWriter inner) {
            super(inner);
        }

        @Override
        public void add(ByteBuffer key, ByteBuffer value) {
            check(Call.ADD);
            inner().add(key, value);
        }

        @Override
        public void delete(ByteBuffer key) {
            check(Call.ADD);
            inner().delete(key);
        }

        @Override
        public long addAll(Cursor rest, long max) {
            check(Call.ADD);
            return inner().addAll(rest, max);
        }

        @Override
        public void finish() {
            check(Call.FINISH);
            inner().finish();
        }
    }
}
