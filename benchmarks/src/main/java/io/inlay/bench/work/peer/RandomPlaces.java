package io.inlay.bench.work.peer;

import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Places of a loaded store drawn at random, the same ones each time. */
final class RandomPlaces {
    private final SplittableRandom random = new SplittableRandom(42);
    private final long end;

    /** For the loaded store of a size. */
    RandomPlaces(long size) {
        end = Places.of(size).end();
    }

    /** The key of the next place. */
    byte[] nextKey() {
        return NumberedRecords.key(Content.number(random.nextLong(end)));
    }

    /** New values for so many places. */
    List<Map.Entry<byte[], byte[]>> nextBatch(int records) {
        List<Map.Entry<byte[], byte[]>> batch = new ArrayList<>(records);
        for (int i = 0; i < records; i++) {
            long number = Content.number(random.nextLong(end));
            batch.add(Map.entry(NumberedRecords.key(number), NumberedRecords.value(number, random.nextInt())));
        }
        return batch;
    }
}
