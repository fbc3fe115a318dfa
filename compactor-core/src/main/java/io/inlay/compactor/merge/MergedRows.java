package io.inlay.compactor.merge;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import java.nio.ByteBuffer;
import java.util.List;

/** Rows of several inputs in one order, read once from the first to the last. Owns the inputs. For one thread. */
abstract class MergedRows implements Cursor {
    private final List<RowInput> inputs;
    private final InputOrder order;
    private final RowInput[] moving;
    private boolean started;
    private int group;
    private RowInput current;

    /**
     * @param inputs at least one, before their first rows
     */
    MergedRows(List<RowInput> inputs) {
        this.inputs = List.copyOf(inputs);
        this.order = new InputOrder(inputs.size());
        this.moving = new RowInput[inputs.size()];
        this.current = inputs.get(0);
    }

    @Override
    public final Direction direction() {
        return Direction.FORWARD;
    }

    @Override
    public boolean next() {
        if (started) {
            moveGroup();
        } else {
            started = true;
            inputs.forEach(this::move);
        }
        if (order.isEmpty()) {
            group = 0;
            return false;
        }
        group = order.groupSize();
        current = group == 1 ? order.at(0) : choose(order, group);
        return true;
    }

    /** The row to go on with of several inputs on the same key, which are the first of the order. */
    abstract RowInput choose(InputOrder standing, int number);

    private void moveGroup() {
        if (group == 1) {
            if (order.at(0).next()) {
                order.firstMoved();
            } else {
                order.removeFirst(1);
            }
            return;
        }
        for (int i = 0; i < group; i++) {
            moving[i] = order.at(i);
        }
        order.removeFirst(group);
        for (int i = 0; i < group; i++) {
            move(moving[i]);
        }
    }

    private void move(RowInput input) {
        if (input.next()) {
            order.add(input);
        }
    }

    /** The input that the current row comes from. */
    final RowInput current() {
        return current;
    }

    /** How many inputs held the current key; 0 at the end. */
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
    public final ByteBuffer value() {
        return current.value();
    }

    @Override
    public final void close() {
        inputs.forEach(RowInput::close);
    }
}
