package io.inlay.bench.work.record;

import io.inlay.engine.KeyRange;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The places that a replace is about, and as many as a tenth of them on either side, which it leaves alone.
 *
 * @param from the first place that is replaced
 * @param until the first place after these
 * @param end the first place that holds nothing
 */
public record Places(long from, long until, long end) {
    /** The places for so many replaced records, one or more. */
    public static Places of(long records) {
        long beside = Math.max(1, records / 10);
        return new Places(beside, beside + records, beside + records + beside);
    }

    /** The keys of what is replaced. */
    public KeyRange range() {
        return range(from, until);
    }

    /** Where the halves of what is replaced begin and end: three places, or two for a single record. */
    public List<Long> borders() {
        long middle = from + (until - from) / 2;
        return middle == from ? List.of(from, until) : List.of(from, middle, until);
    }

    /** The keys of what is replaced, as two adjacent ranges; one range for a single record. */
    public List<KeyRange> halves() {
        List<Long> borders = borders();
        return IntStream.range(1, borders.size())
                .mapToObj(i -> range(borders.get(i - 1), borders.get(i)))
                .toList();
    }

    /** The keys from a place to another, exclusive, those between the records included. */
    public static KeyRange range(long from, long until) {
        return NumberedRecords.range(Content.number(from), Content.number(until));
    }
}
