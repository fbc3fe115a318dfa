package io.inlay.engine.rocksdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.util.List;

/**
 * The stretch between two keys, both of which belong to it, as RocksDB tells the bounds of its files. Immutable; the arrays are
 * never changed.
 */
final class Span {
    private final byte[] first;
    private final byte[] last;

    Span(byte[] first, byte[] last) {
        this.first = first;
        this.last = last;
    }

    /** The least span that holds all keys of a range. */
    static Span of(KeyRange range) {
        return new Span(KeyBounds.clip(range.from()), KeyBounds.end(range));
    }

    /** The least span that holds all of some files, of which there is at least one. */
    static Span over(List<TreeFile> files) {
        Span span = files.get(0).span();
        for (TreeFile file : files) {
            span = span.joined(file.span());
        }
        return span;
    }

    /** The span of this span's first key alone. */
    Span atFirst() {
        return new Span(first, first);
    }

    /** The span of this span's last key alone. */
    Span atLast() {
        return new Span(last, last);
    }

    byte[] first() {
        return first;
    }

    byte[] last() {
        return last;
    }

    boolean touches(Span other) {
        return Keys.compare(first, other.last) <= 0 && Keys.compare(other.first, last) <= 0;
    }

    /** Whether the other span lies in this one and ends before its last key, which a tombstone does not delete. */
    boolean deletes(Span other) {
        return Keys.compare(first, other.first) <= 0 && Keys.compare(other.last, last) < 0;
    }

    /** Whether the other span lies in this one. */
    boolean holds(Span other) {
        return Keys.compare(first, other.first) <= 0 && Keys.compare(other.last, last) <= 0;
    }

    Span joined(Span other) {
        return new Span(
                Keys.compare(first, other.first) <= 0 ? first : other.first,
                Keys.compare(last, other.last) >= 0 ? last : other.last);
    }
}
