package io.inlay.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Operations to be applied together by {@link Engine#write}. Plain heap data bound to no engine; keys and values are copied
 * in. Lengths are checked by the engine that writes it. For one thread at a time.
 */
public final class Batch {
    private final List<Consumer<Visitor>> operations = new ArrayList<>();
    private long bytes;

    /** Sees the operations of a batch in the order in which they were added. The arrays belong to the batch and must not be changed. */
    public interface Visitor {
        void put(byte[] key, byte[] value);

        void delete(byte[] key);

        void deleteRange(KeyRange range);
    }

    /** Sets the value of a key. */
    public Batch put(byte[] key, byte[] value) {
        byte[] ownKey = key.clone();
        byte[] ownValue = value.clone();
        operations.add(visitor -> visitor.put(ownKey, ownValue));
        bytes += (long) key.length + value.length;
        return this;
    }

    /** Removes a key; an absent one is legal. */
    public Batch delete(byte[] key) {
        byte[] ownKey = key.clone();
        operations.add(visitor -> visitor.delete(ownKey));
        bytes += key.length;
        return this;
    }

    /** Removes every key of a range, those put earlier in this batch included. */
    public Batch deleteRange(KeyRange range) {
        operations.add(visitor -> visitor.deleteRange(range));
        return this;
    }

    /** Shows all operations to a visitor, in order. */
    public void forEach(Visitor visitor) {
        for (Consumer<Visitor> operation : operations) {
            operation.accept(visitor);
        }
    }

    /** Number of operations. */
    public int size() {
        return operations.size();
    }

    /** Bytes of all keys and values. */
    public long bytes() {
        return bytes;
    }

    /** Removes all operations, for the next use. */
    public void clear() {
        operations.clear();
        bytes = 0;
    }
}
