package io.inlay.engine.tck.decorate;

import io.inlay.engine.Cursor;
import io.inlay.engine.EngineException;
import io.inlay.engine.tck.decorate.FaultingEngine.Call;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Moves until a move was chosen to fail, and fails in the same way ever after. */
final class FaultingCursor extends ForwardingCursor {
    private final Faults faults;
    private @Nullable EngineException failure;

    FaultingCursor(Cursor inner, Faults faults) {
        super(inner);
        this.faults = faults;
    }

    @Override
    public boolean next() {
        return move(inner()::next);
    }

    @Override
    public boolean seek(byte[] key) {
        return move(() -> inner().seek(key));
    }

    private boolean move(BooleanSupplier move) {
        checkHealthy();
        try {
            faults.check(Call.MOVE);
        } catch (EngineException e) {
            failure = e;
            throw e;
        }
        return move.getAsBoolean();
    }

    @Override
    public ByteBuffer key() {
        checkHealthy();
        return inner().key();
    }

    @Override
    public ByteBuffer value() {
        checkHealthy();
        return inner().value();
    }

    private void checkHealthy() {
        if (failure != null) {
            throw failure;
        }
    }
}
