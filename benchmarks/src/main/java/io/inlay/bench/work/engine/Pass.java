package io.inlay.bench.work.engine;

/**
 * What a scan has seen.
 *
 * @param records how many records
 * @param bytes lengths of their keys and values
 * @param sum of the first and the last byte of every key and every value, as signed numbers: both sides of a comparison agree in it
 */
record Pass(long records, long bytes, long sum) {
    /** Name of the figure for the sum. */
    static final String SUM = "ends.sum";

    /** Refuses a scan that has not seen so many numbered records. */
    void check(long expected) {
        if (records != expected || bytes != expected * NumberedRecords.RECORD_BYTES) {
            throw new IllegalStateException(records + " records of " + bytes + " bytes were seen, of " + expected
                    + " records of " + expected * NumberedRecords.RECORD_BYTES + " bytes");
        }
    }
}
