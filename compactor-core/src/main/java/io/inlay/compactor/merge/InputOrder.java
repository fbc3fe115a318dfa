package io.inlay.compactor.merge;

import java.util.List;

/**
 * Inputs in the order of the rows they stand on. A sorted array: an input that goes on with keys below those of all others
 * costs one comparison a row, and inputs on the same key are known without another one. For one thread.
 */
final class InputOrder {
    private final RowInput[] inputs;
    /** Places in {@link #inputs}, in order; numbers, which are moved without telling a collector. */
    private final int[] order;
    /** Whether an input stands on the same key as the one before it. */
    private final boolean[] same;

    private int size;

    /**
     * @param inputs before their first rows: any order is theirs, and all of them are to be moved first
     */
    InputOrder(List<RowInput> inputs) {
        this.inputs = inputs.toArray(RowInput[]::new);
        this.size = inputs.size();
        this.order = new int[size];
        this.same = new boolean[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
    }

    /** An input by its place, from 0. */
    RowInput at(int place) {
        return inputs[order[place]];
    }

    /** How many inputs stand on the first key; 0 when none is left. */
    int groupSize() {
        int end = Math.min(size, 1);
        while (end < size && same[end]) {
            end++;
        }
        return end;
    }

    /** Moves as many inputs from the front to their next rows and to their places; those that have none drop out. */
    void moveFirst(int count) {
        int place = count;
        while (place > 0) {
            place--;
            if (at(place).next()) {
                settle(place);
            } else {
                size--;
                shift(place, size);
            }
        }
    }

    /** Takes the input of a place, whose row is new, to where it belongs among those behind it, which are in order. */
    private void settle(int place) {
        int index = order[place];
        int low = place + 1;
        int high = size;
        int middle = low; // first the next one: as a rule it is behind that one's key
        boolean equal = false;
        while (low < high) {
            int difference = inputs[index].compareKey(at(middle));
            if (difference < 0) {
                high = middle;
            } else {
                low = middle + 1;
                if (difference == 0) {
                    equal = true;
                    break;
                }
            }
            middle = (low + high) >>> 1;
        }
        shift(place, low - 1);
        order[low - 1] = index;
        same[low - 1] = equal;
        if (!equal && low < size) {
            same[low] = false;
        }
    }

    /** Moves those between two places, the last one included, one to the front. */
    private void shift(int place, int last) {
        for (int i = place; i < last; i++) {
            order[i] = order[i + 1];
            same[i] = same[i + 1];
        }
    }
}
