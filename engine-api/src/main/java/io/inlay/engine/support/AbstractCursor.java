package io.inlay.engine.support;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules every cursor follows: where it stands, that a failure stays a failure, and that closing waits for the call under
 * way, unless that call needs nothing that closing releases. An engine adds the moves, each called on an open, healthy cursor only,
 * and with the gate held unless it says otherwise.
 */
public abstract class AbstractCursor implements Cursor {
    private enum Standing {
        BEFORE,
        ON,
        AFTER
    }

    private final KeyRange range;
    private final byte[] from;
    private final byte @Nullable [] until;
    private final Direction direction;
    private final Views views;
    private final ViewGate gate = new ViewGate("cursor");
    private Standing standing = Standing.BEFORE;
    private @Nullable RuntimeException failure;
    private @Nullable PinnedView held;

    /**
     * Makes a cursor that stands before its first entry.
     *
     * @param views the open views of the reader it belongs to, to which the engine adds it before it hands it out
     */
    protected AbstractCursor(KeyRange range, Direction direction, Views views) {
        this.range = range;
        this.from = range.from();
        this.until = range.until();
        this.direction = direction;
        this.views = views;
    }

    /** Moves to the first entry of the range in the cursor's direction; false where the range is empty. */
    protected abstract boolean moveToStart();

    /** Moves from an entry to the next one in the cursor's direction; false when it would leave the range. */
    protected abstract boolean moveOn();

    /**
     * Moves to the first entry at or after a key that lies in the range, or at or before it going BACKWARD; false when there
     * is none in the range.
     */
    protected abstract boolean moveTo(byte[] key);

    /**
     * Moves on as {@link #moveOn} does, where what the cursor has at hand suffices: memory that nobody takes away when it is closed,
     * because this is called without the gate. False where it does not, and nothing has moved.
     */
    protected boolean moveOnAtHand() {
        return false;
    }

    /** Lends the current key as {@link #lendKey} does, where what is at hand suffices, else null; without the gate too. */
    protected @Nullable ByteBuffer lendKeyAtHand() {
        return null;
    }

    /** Lends the current value as {@link #lendValue} does, where what is at hand suffices, else null; without the gate too. */
    protected @Nullable ByteBuffer lendValueAtHand() {
        return null;
    }

    /** Lends the current key as {@link Cursor#key} says. */
    protected abstract ByteBuffer lendKey();

    /** Lends the current value as {@link Cursor#key} says. */
    protected abstract ByteBuffer lendValue();

    /** Releases what the cursor holds; called once, with nobody inside. Must not throw. */
    protected abstract void release();

    /** From now on a view is held until this cursor is closed. Called before anybody else has the cursor. */
    final void holds(PinnedView view) {
        held = view;
    }

    protected final KeyRange range() {
        return range;
    }

    @Override
    public final Direction direction() {
        return direction;
    }

    @Override
    public final boolean next() {
        return (isOnOpen() && moveOnAtHand()) || moveInside();
    }

    private boolean moveInside() {
        gate.enter();
        try {
            checkHealthy();
            return standing != Standing.AFTER && stand(step());
        } catch (RuntimeException e) {
            throw fail(e);
        } catch (Error e) {
            throw brokenBy(e);
        } finally {
            gate.leave();
        }
    }

    @Override
    public final boolean seek(byte[] key) {
        gate.enter();
        try {
            checkHealthy();
            if (range.isEmpty()) {
                return stand(false);
            }
            return stand(direction == Direction.FORWARD ? seekForward(key) : seekBackward(key));
        } catch (RuntimeException e) {
            throw fail(e);
        } catch (Error e) {
            throw brokenBy(e);
        } finally {
            gate.leave();
        }
    }

    private boolean seekForward(byte[] key) {
        if (Keys.compare(key, from) <= 0) {
            return moveToStart();
        }
        return (until == null || Keys.compare(key, until) < 0) && moveTo(key);
    }

    private boolean seekBackward(byte[] key) {
        if (until != null && Keys.compare(key, until) >= 0) {
            return moveToStart();
        }
        return Keys.compare(key, from) >= 0 && moveTo(key);
    }

    /**
     * Goes on as {@link #next} does, again and again, with the gate entered once.
     *
     * @param most entries to go on by
     * @param accepts asked on each entry, which it may read through what the engine keeps; false ends the way on that entry
     * @return entries that were accepted
     */
    protected final int nextWhile(int most, BooleanSupplier accepts) {
        gate.enter();
        try {
            checkHealthy();
            int accepted = 0;
            while (accepted < most && standing != Standing.AFTER && stand(step()) && accepts.getAsBoolean()) {
                accepted++;
            }
            return accepted;
        } catch (RuntimeException e) {
            throw fail(e);
        } catch (Error e) {
            throw brokenBy(e);
        } finally {
            gate.leave();
        }
    }

    private boolean step() {
        return standing == Standing.ON ? moveOn() : !range.isEmpty() && moveToStart();
    }

    /** Whether the cursor stands on an entry. Only with the gate held or by the thread that uses it. */
    protected final boolean isOnEntry() {
        return standing == Standing.ON;
    }

    /** Runs something during which the cursor is not closed; its exceptions are no failure of the cursor. */
    protected final <T> T whileOpen(Supplier<T> what) {
        gate.enter();
        try {
            return what.get();
        } finally {
            gate.leave();
        }
    }

    private boolean stand(boolean on) {
        standing = on ? Standing.ON : Standing.AFTER;
        return on;
    }

    private void checkHealthy() {
        if (failure != null) {
            throw failure;
        }
    }

    /** A failed cursor stands after everything and throws its first failure for ever. */
    private RuntimeException fail(RuntimeException e) {
        if (failure == null) {
            failure = e;
            standing = Standing.AFTER;
        }
        return failure;
    }

    /** After an error amid a move, such as for want of memory, nobody knows which entry comes next: it fails from now on. */
    private Error brokenBy(Error e) {
        fail(new EngineException(Kind.INTERNAL, "a move of the cursor ended with " + e, e));
        return e;
    }

    /** Whether the cursor stands on an entry, and is not closed, nor anybody inside. */
    private boolean isOnOpen() {
        return gate.isIdle() && standing == Standing.ON;
    }

    @Override
    public final ByteBuffer key() {
        ByteBuffer atHand = isOnOpen() ? lendKeyAtHand() : null;
        return atHand == null ? keyInside() : atHand;
    }

    private ByteBuffer keyInside() {
        gate.enter();
        try {
            checkOnEntry();
            return lendKey();
        } finally {
            gate.leave();
        }
    }

    @Override
    public final ByteBuffer value() {
        ByteBuffer atHand = isOnOpen() ? lendValueAtHand() : null;
        return atHand == null ? valueInside() : atHand;
    }

    private ByteBuffer valueInside() {
        gate.enter();
        try {
            checkOnEntry();
            return lendValue();
        } finally {
            gate.leave();
        }
    }

    private void checkOnEntry() {
        if (standing != Standing.ON) {
            checkHealthy();
            throw Failures.invalid("the cursor stands on no entry");
        }
    }

    @Override
    public final void close() {
        if (gate.close()) {
            try {
                release();
                if (held != null) {
                    held.release();
                }
            } finally {
                views.remove(this);
            }
        }
    }
}
