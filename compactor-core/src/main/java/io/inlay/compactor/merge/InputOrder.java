package io.inlay.compactor.merge;

import java.util.Arrays;

/**
 * Inputs in the order of the rows they stand on. A sorted array: an input that goes on with keys below those of all others
 * costs one comparison a row, and inputs on the same key are known without another one. For one thread.
 */
final class InputOrder {
    private final RowInput[] order;
    /** Whether an input stands on the same key as the one before it. */
    private final boolean[] same;

    private int size;

    InputOrder(int capacity) {
        this.order = new RowInput[capacity];
        this.same = new boolean[capacity];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** An input by its place, from 0. */
    RowInput at(int place) {
        return order[place];
    }

    /** How many inputs stand on the first key. */
    int groupSize() {
        int end = 1;
        while (end < size && same[end]) {
            end++;
        }
        return end;
    }

    /** Takes an input that stands on a row in. */
    void add(RowInput input) {
        size++;
        order[size - 1] = input;
        same[size - 1] = false;
        int place = place(input, 0, size - 1);
        System.arraycopy(order, place, order, place + 1, size - 1 - place);
        System.arraycopy(same, place, same, place + 1, size - 1 - place);
        put(input, place);
        if (place + 1 < size) {
            same[place + 1] = false;
        }
    }

    /** Finds the place of the first input, which was alone on its key and has moved on. */
    void firstMoved() {
        if (size == 1) {
            return;
        }
        RowInput input = order[0];
        if (input.compareKey(order[1]) < 0) {
            same[1] = false;
            return;
        }
        int place = place(input, 1, size) - 1;
        System.arraycopy(order, 1, order, 0, place);
        System.arraycopy(same, 1, same, 0, place);
        put(input, place);
    }

    /** Removes so many inputs from the front. */
    void removeFirst(int count) {
        size -= count;
        System.arraycopy(order, count, order, 0, size);
        System.arraycopy(same, count, same, 0, size);
        Arrays.fill(order, size, size + count, null);
    }

    private void put(RowInput input, int place) {
        order[place] = input;
        same[place] = place > 0 && input.compareKey(order[place - 1]) == 0;
    }

    /** The first place within bounds whose input stands on a greater key, or the upper bound. */
    private int place(RowInput input, int from, int until) {
        int low = from;
        int high = until;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (input.compareKey(order[middle]) < 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
