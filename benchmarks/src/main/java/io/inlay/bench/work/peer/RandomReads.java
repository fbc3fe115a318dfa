package io.inlay.bench.work.peer;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Repeats;

/** Reads of records drawn at random from those that are there: as many as the size, 100 000 at most. */
public abstract class RandomReads extends StoreWork {
    private static final long MOST = 100_000;

    /** Values by {@link RecordStore#get}. */
    public static final class Gets extends RandomReads {
        @Override
        void read(RecordStore store, RandomPlaces places, long reads) {
            for (long i = 0; i < reads; i++) {
                byte[] value = store.get(places.nextKey());
                check(value == null ? 0 : value.length, NumberedRecords.VALUE_BYTES);
            }
        }
    }

    /** Records by {@link RecordStore.Seeker#seek}, all of one seeker. */
    public static final class Seeks extends RandomReads {
        @Override
        void read(RecordStore store, RandomPlaces places, long reads) {
            try (RecordStore.Seeker seeker = store.seeker()) {
                for (long i = 0; i < reads; i++) {
                    check(seeker.seek(places.nextKey()), NumberedRecords.RECORD_BYTES);
                }
            }
        }
    }

    /** Reads so many records. */
    abstract void read(RecordStore store, RandomPlaces places, long reads);

    static void check(int bytes, int expected) {
        if (bytes != expected) {
            throw new IllegalStateException("a read gave " + bytes + " bytes instead of " + expected);
        }
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        long reads = Math.min(place.size(), MOST);
        try (RecordStore store = open(place, loaded(place), true)) {
            return Repeats.of(
                    Repeats.SCANS_UNCOUNTED, Repeats.SCANS, reads, reads * NumberedRecords.RECORD_BYTES, () -> {
                        RandomPlaces places = new RandomPlaces(place.size());
                        long start = System.nanoTime();
                        read(store, places, reads);
                        return System.nanoTime() - start;
                    });
        }
    }
}
