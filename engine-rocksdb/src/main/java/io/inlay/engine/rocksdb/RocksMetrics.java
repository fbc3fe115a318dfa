package io.inlay.engine.rocksdb;

import io.inlay.engine.Metrics;
import io.inlay.engine.support.CallGate;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDBException;
import org.rocksdb.TickerType;

/** Figures of the views and of RocksDB. */
final class RocksMetrics implements Metrics {
    /** Names of figures and RocksDB's names of the properties that they show. */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("cache.bytes", "rocksdb.block-cache-usage"),
            Map.entry("compaction.pending.bytes", "rocksdb.estimate-pending-compaction-bytes"),
            Map.entry("compaction.running", "rocksdb.num-running-compactions"),
            Map.entry("failures.background", "rocksdb.background-errors"),
            Map.entry("files.bytes", "rocksdb.total-sst-files-size"),
            Map.entry("files.level0", "rocksdb.num-files-at-level0"),
            Map.entry("files.live.bytes", "rocksdb.live-sst-files-size"),
            Map.entry("files.readers.bytes", "rocksdb.estimate-table-readers-mem"),
            Map.entry("keys.estimated", "rocksdb.estimate-num-keys"),
            Map.entry("memtable.bytes", "rocksdb.cur-size-all-mem-tables"),
            Map.entry("snapshots.open", "rocksdb.num-snapshots"),
            Map.entry("writes.delayed.rate", "rocksdb.actual-delayed-write-rate"),
            Map.entry("writes.stopped", "rocksdb.is-write-stopped"));

    /** Names of figures and what RocksDB has counted since the store was opened. */
    private static final Map<String, TickerType> COUNTED = Map.of(
            "compaction.read.bytes", TickerType.COMPACT_READ_BYTES,
            "compaction.written.bytes", TickerType.COMPACT_WRITE_BYTES,
            "flush.written.bytes", TickerType.FLUSH_WRITE_BYTES,
            "writes.stalled.micros", TickerType.STALL_MICROS);

    private final CallGate gate;
    private final RocksHandle handle;
    private final Supplier<SortedMap<String, Long>> viewFigures;
    private final Housekeeping housekeeping;

    RocksMetrics(
            CallGate gate,
            RocksHandle handle,
            Supplier<SortedMap<String, Long>> viewFigures,
            Housekeeping housekeeping) {
        this.gate = gate;
        this.handle = handle;
        this.viewFigures = viewFigures;
        this.housekeeping = housekeeping;
    }

    @Override
    public SortedMap<String, Long> read() {
        int lane = gate.enter();
        try {
            SortedMap<String, Long> figures = viewFigures.get();
            for (Map.Entry<String, String> property : PROPERTIES.entrySet()) {
                figures.put(property.getKey(), handle.number(property.getValue()));
            }
            for (Map.Entry<String, TickerType> counted : COUNTED.entrySet()) {
                figures.put(counted.getKey(), handle.counted(counted.getValue()));
            }
            addLevels(figures);
            figures.putAll(housekeeping.figures());
            return figures;
        } catch (RocksDBException e) {
            throw ErrorMap.map("reading figures of " + handle.directory(), e);
        } finally {
            gate.leave(lane);
        }
    }

    /** Number and bytes of the data files of each level that has any. */
    private void addLevels(SortedMap<String, Long> figures) {
        for (LiveFileMetaData file : handle.db().getLiveFilesMetaData()) {
            figures.merge("level" + file.level() + ".files", 1L, Long::sum);
            figures.merge("level" + file.level() + ".bytes", file.size(), Long::sum);
        }
    }
}
