package io.inlay.engine.rocksdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.rocksdb.AbstractWalFilter;
import org.rocksdb.RocksDBException;
import org.rocksdb.WalProcessingOption;
import org.rocksdb.WriteBatch;

/**
 * Looks at each record of the logs that opening a store comes to, and ends that at the first one which is older than the one
 * before it. Used by the thread that opens the store alone; owns a native object.
 */
final class RecordOrder extends AbstractWalFilter {
    private static final LogRecordFoundResult END = new LogRecordFoundResult(WalProcessingOption.STOP_REPLAY, false);

    private long next;

    /** Makes the check for logs whose records all have sequence numbers above one. */
    RecordOrder(long lastFlushed) {
        next = lastFlushed + 1;
    }

    @Override
    public void columnFamilyLogNumberMap(Map<Integer, Long> logNumbers, Map<String, Integer> numbers) {}

    @Override
    public LogRecordFoundResult logRecordFound(long log, String name, WriteBatch record, WriteBatch changed) {
        ByteBuffer header;
        try {
            header = ByteBuffer.wrap(record.data()).order(ByteOrder.LITTLE_ENDIAN);
        } catch (RocksDBException | OutOfMemoryError e) {
            return LogRecordFoundResult.CONTINUE_UNCHANGED; // RocksDB's own check remains
        }
        if (LogFiles.sequence(header, 0) < next) {
            return END;
        }
        next = LogFiles.afterwards(header, 0);
        return LogRecordFoundResult.CONTINUE_UNCHANGED;
    }

    @Override
    public String name() {
        return "inlay.record-order";
    }
}
