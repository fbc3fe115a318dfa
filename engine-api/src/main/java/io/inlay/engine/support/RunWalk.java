package io.inlay.engine.support;

import io.inlay.engine.Direction;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A place in the records of a run, which moves in one direction. For one thread. */
final class RunWalk {
    private final RunBlocks blocks;
    private final boolean forward;
    private @Nullable RunBlock block;
    private int number;
    private int at;

    RunWalk(RunBlocks blocks, Direction direction) {
        this.blocks = blocks;
        this.forward = direction == Direction.FORWARD;
    }

    /**
     * Stands on the first record at or after a key, BACKWARD on the last at or before it.
     *
     * @param key null for the end at which the direction begins
     * @return whether there is one
     */
    boolean seek(@Nullable ByteBuffer key) {
        if (blocks.count() == 0) {
            return false;
        }
        number = key != null ? blocks.find(key) : forward ? 0 : blocks.count() - 1;
        RunBlock found = blocks.read(number);
        block = found;
        at = key != null ? found.find(key) : forward ? 0 : found.size() - 1;
        boolean after =
                key != null && !forward && (at == found.size() || !found.key(at).equals(key));
        at -= after ? 1 : 0;
        return settle(found);
    }

    /** Moves on by one record; false at the end. */
    boolean next() {
        at += forward ? 1 : -1;
        return settle(current());
    }

    private boolean settle(RunBlock in) {
        if (at >= 0 && at < in.size()) {
            return true;
        }
        number += forward ? 1 : -1;
        if (number < 0 || number >= blocks.count()) {
            return false;
        }
        RunBlock next = blocks.read(number);
        block = next;
        at = forward ? 0 : next.size() - 1;
        return true;
    }

    private RunBlock current() {
        if (block == null) {
            throw new IllegalStateException("stands on no record");
        }
        return block;
    }

    ByteBuffer key() {
        return current().key(at);
    }

    ByteBuffer value() {
        return current().value(at);
    }

    boolean isDelete() {
        return current().isDelete(at);
    }
}
