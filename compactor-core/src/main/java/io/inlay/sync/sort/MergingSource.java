package io.inlay.sync.sort;

import io.inlay.engine.Keys;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The rows of several sources in one order; of equal keys those of the earlier source first. A binary heap, of which the
 * top is the current row. Owns the sources.
 */
final class MergingSource implements RowSource {
    private final List<RowSource> sources;
    private final int[] heap;
    private int size;
    private boolean started;

    private MergingSource(List<RowSource> sources) {
        this.sources = List.copyOf(sources);
        this.heap = new int[sources.size()];
    }

    /** Merges sources that stand before their first row. */
    static RowSource of(List<RowSource> sources) {
        return sources.size() == 1 ? sources.get(0) : new MergingSource(sources);
    }

    @Override
    public boolean next() {
        if (!started) {
            start();
        } else if (size > 0) {
            if (!sources.get(heap[0]).next()) {
                heap[0] = heap[--size];
            }
            sink(0);
        }
        return size > 0;
    }

    private void start() {
        started = true;
        for (int i = 0; i < heap.length; i++) {
            if (sources.get(i).next()) {
                heap[size++] = i;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    private void sink(int from) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], heap[at])) {
                return;
            }
            int source = heap[at];
            heap[at] = heap[child];
            heap[child] = source;
            at = child;
        }
    }

    private boolean isBefore(int a, int b) {
        int order = Keys.compare(sources.get(a).key(), sources.get(b).key());
        return order < 0 || (order == 0 && a < b);
    }

    @Override
    public ByteBuffer key() {
        return sources.get(heap[0]).key();
    }

    @Override
    public ByteBuffer value() {
        return sources.get(heap[0]).value();
    }

    @Override
    public void close() {
        sources.forEach(RowSource::close);
    }
}
