package io.inlay.bench.work.record;

/**
 * What a range of records holds. Places are counted from 0; the record of a place has twice its number, so that there is room
 * for new ones between.
 */
public enum Content {
    /** A record at every place, as they were first. */
    FIRST,
    /** The same keys as {@link #FIRST} and every value another. */
    SECOND,
    /** The same keys again and every value another again. */
    THIRD,
    /**
     * {@link #FIRST}, but for one place in a thousand, evenly spread: of these eight in ten have another value, one in ten is
     * gone, and one in ten has a new record behind it.
     */
    FEW_CHANGED;

    private static final int CHANGED_EVERY = 1000;
    private static final int CHANGED_AT = CHANGED_EVERY / 2;

    /** Sees records in the order of their keys. */
    @FunctionalInterface
    public interface Sink {
        /** Takes a record. */
        void record(long number, int generation);
    }

    /** Number of the record at a place. */
    public static long number(long place) {
        return 2 * place;
    }

    /** Shows the records of the places from one to another, exclusive. */
    public void each(long from, long until, Sink sink) {
        for (long place = from; place < until; place++) {
            if (this == FEW_CHANGED && place % CHANGED_EVERY == CHANGED_AT) {
                changed(place, sink);
            } else {
                sink.record(number(place), generation());
            }
        }
    }

    private static void changed(long place, Sink sink) {
        switch ((int) (place / CHANGED_EVERY % 10)) {
            case 0 -> {}
            case 1 -> {
                sink.record(number(place), FIRST.generation());
                sink.record(number(place) + 1, FIRST.generation());
            }
            default -> sink.record(number(place), SECOND.generation());
        }
    }

    private int generation() {
        return switch (this) {
            case FIRST, FEW_CHANGED -> 0;
            case SECOND -> 1;
            case THIRD -> 2;
        };
    }
}
