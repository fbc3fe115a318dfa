package io.inlay.bench.work.engine;

import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Places;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import java.nio.ByteBuffer;

/** Compares a store with what it should hold, record by record. */
final class Expected implements Content.Sink {
    private final Cursor cursor;
    private final byte[] key = new byte[NumberedRecords.KEY_BYTES];
    private final byte[] value = new byte[NumberedRecords.VALUE_BYTES];

    private Expected(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Throws unless the store holds a content in the replaced places, {@link Content#FIRST} on either side, and nothing else. */
    static void check(Engine engine, Content content, Places places) {
        try (Cursor all = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            Expected expected = new Expected(all);
            Content.FIRST.each(0, places.from(), expected);
            content.each(places.from(), places.until(), expected);
            Content.FIRST.each(places.until(), places.end(), expected);
            if (all.next()) {
                throw new IllegalStateException("the store holds more than " + content + " in " + places);
            }
        }
    }

    @Override
    public void record(long number, int generation) {
        NumberedRecords.fillKey(key, number);
        NumberedRecords.fillValue(value, number, generation);
        if (!cursor.next()
                || !ByteBuffer.wrap(key).equals(cursor.key())
                || !ByteBuffer.wrap(value).equals(cursor.value())) {
            throw new IllegalStateException(
                    "the store does not hold record " + number + " of generation " + generation);
        }
    }
}
