package io.inlay.bench.work.record;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import java.nio.ByteBuffer;

/**
 * What a scan has seen.
 *
 * @param records how many records
 * @param bytes lengths of their keys and values
 * @param sum of the first and the last byte of every key and every value, as signed numbers: both sides of a comparison agree in it
 */
public record Pass(long records, long bytes, long sum) {
    /** Name of the figure for the sum. */
    public static final String SUM = "ends.sum";

    /** Refuses a scan that has not seen so many numbered records. */
    public void check(long expected) {
        if (records != expected || bytes != expected * NumberedRecords.RECORD_BYTES) {
            throw new IllegalStateException(records + " records of " + bytes + " bytes were seen, of " + expected
                    + " records of " + expected * NumberedRecords.RECORD_BYTES + " bytes");
        }
    }

    /** Scans a range through a cursor. */
    public static Pass over(Reader reader, KeyRange range) {
        long records = 0;
        long bytes = 0;
        long sum = 0;
        try (Cursor cursor = reader.cursor(range, Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                ByteBuffer key = cursor.key();
                ByteBuffer value = cursor.value();
                records++;
                bytes += key.remaining() + value.remaining();
                sum += ends(key) + ends(value);
            }
        }
        return new Pass(records, bytes, sum);
    }

    private static int ends(ByteBuffer lent) {
        return lent.get(lent.position()) + lent.get(lent.limit() - 1);
    }

    /** Counts what a scan sees as arrays. */
    public static final class Counter {
        private long records;
        private long bytes;
        private long sum;

        /** Counts a record. */
        public void see(byte[] key, byte[] value) {
            records++;
            bytes += key.length + value.length;
            sum += ends(key) + ends(value);
        }

        private static int ends(byte[] seen) {
            return seen[0] + seen[seen.length - 1];
        }

        /** What was counted. */
        public Pass pass() {
            return new Pass(records, bytes, sum);
        }
    }
}
