package io.inlay.compactor.merge;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import java.nio.ByteBuffer;
import java.util.List;

/** Rows of several inputs in one order, read once from the first to the last. Owns the inputs. For one thread. */
abstract class MergedRows implements Cursor {
    private final List<RowInput> inputs;
    private final InputOrder order;
    private int group;
    private RowInput current;

    /**
     * @param inputs at least one, before their first rows
     */
    MergedRows(List<RowInput> inputs) {
        this.inputs = List.copyOf(inputs);
        this.order = new InputOrder(this.inputs);
        this.group = inputs.size();
        this.current = inputs.get(0);
    }

    @Override
    public final Direction direction() {
        return Direction.FORWARD;
    }

    /**
     * Moves to the next key, on which the first {@link #held} inputs of {@link #order} then stand; false at the end. The current
     * row is that of the first of them until another is chosen. All kinds of merged rows go on by this one method, which
     * calls what is beneath from one place: it is most of what a merge has to have compiled.
     */
    final boolean advance() {
        order.moveFirst(group);
        group = order.groupSize();
        if (group == 0) {
            return false;
        }
        current = order.at(0);
        return true;
    }

    final InputOrder order() {
        return order;
    }

    /** Goes on with the row of one of the inputs that hold the current key. */
    final void choose(RowInput input) {
        current = input;
    }

    /** The input that the current row comes from. */
    final RowInput current() {
        return current;
    }

    /** How many inputs hold the current key; 0 at the end. */
    final int held() {
        return group;
    }

    @Override
    public final boolean seek(byte[] key) {
        throw new UnsupportedOperationException("merged rows are read in their order");
    }

    @Override
    public final ByteBuffer key() {
        return current.key();
    }

    @Override
    public ByteBuffer value() {
        return current.value();
    }

    @Override
    public final void close() {
        inputs.forEach(RowInput::close);
    }
}
