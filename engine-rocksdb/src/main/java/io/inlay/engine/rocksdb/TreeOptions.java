package io.inlay.engine.rocksdb;

import java.util.EnumSet;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ChecksumType;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.HistogramType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.Statistics;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.util.StdErrLogger;

/** How the tree is shaped and how its files are written: every setting of RocksDB is made here. Owns the native options. */
final class TreeOptions implements AutoCloseable {
    /** Bytes at which a staged run goes on in a new file. */
    static final long FILE_BYTES = 64L << 20;

    /** Bytes of a data block before it is compressed. */
    static final int BLOCK_BYTES = 32 << 10;

    /** Size of the files that compactions make. */
    static final long COMPACTED_FILE_BYTES = 32L << 20;

    /** Levels of the tree: enough that several replacements or overlays of one range find room above its data. */
    static final int LEVELS = 16;

    /** Bytes of the level below that one file may overlap; compactions cut their files so. */
    private static final long MOST_OVERLAP_BYTES = 192L << 20;

    /**
     * Seconds for which RocksDB leaves alone what a snapshot kept: for ever. It would otherwise write every file that was taken
     * in over others once more as soon as any later snapshot is released.
     */
    private static final String NEVER = "4294967295";

    private static final int MANY_RANGE_TOMBSTONES = 256;

    private final Cache cache;
    private final StdErrLogger silence;
    private final Statistics statistics;
    private final Options options;
    private @Nullable RecordOrder order;

    /** Makes the options of one open engine. */
    TreeOptions(RocksOptions settings) {
        cache = new LRUCache(settings.cacheBytes());
        silence = new StdErrLogger(InfoLogLevel.FATAL_LEVEL);
        statistics = new Statistics(EnumSet.allOf(HistogramType.class));
        options = withNames();
        store(settings);
        tree(settings);
        options.setTableFormatConfig(table().setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true));
    }

    /** Options with the one setting that the binding knows only by name. */
    private static Options withNames() {
        Properties named = new Properties();
        named.setProperty("bottommost_file_compaction_delay", NEVER);
        try (DBOptions store = new DBOptions();
                ColumnFamilyOptions tree = ColumnFamilyOptions.getColumnFamilyOptionsFromProps(named)) {
            if (tree == null) {
                throw new IllegalStateException("RocksDB does not know " + named.stringPropertyNames());
            }
            return new Options(store, tree);
        }
    }

    private void store(RocksOptions settings) {
        options.setCreateIfMissing(!settings.readOnly())
                .setParanoidChecks(true)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setMaxOpenFiles(settings.maxOpenFiles())
                .setMaxBackgroundJobs(settings.backgroundJobs())
                .setAllowFAllocate(false)
                .setBytesPerSync(1L << 20)
                .setAvoidUnnecessaryBlockingIO(true)
                .setStatistics(statistics)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setLogger(silence);
    }

    private void tree(RocksOptions settings) {
        options.setWriteBufferSize(settings.memtableBytes())
                .setMaxWriteBufferNumber(3)
                .setMemtableMaxRangeDeletions(MANY_RANGE_TOMBSTONES)
                .setCompactionStyle(CompactionStyle.LEVEL)
                .setLevelCompactionDynamicLevelBytes(false)
                .setNumLevels(LEVELS)
                .setTargetFileSizeBase(COMPACTED_FILE_BYTES)
                .setMaxCompactionBytes(MOST_OVERLAP_BYTES)
                .setLevel0FileNumCompactionTrigger(TreePlan.LEVEL0_FILES)
                .setTtl(0)
                .setPeriodicCompactionSeconds(0)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    private static BlockBasedTableConfig table() {
        return new BlockBasedTableConfig()
                .setFormatVersion(TableOutput.FORMAT_VERSION)
                .setChecksumType(ChecksumType.kXXH3)
                .setBlockSize(BLOCK_BYTES);
    }

    /** What RocksDB counts; owned by this object. */
    Statistics statistics() {
        return statistics;
    }

    /** The options of the open store; owned by this object. */
    Options store() {
        return options;
    }

    /** Options for a writer or reader of a single file, which the caller closes. */
    static Options file() {
        return new Options()
                .setAllowFAllocate(false)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(table().setNoBlockCache(true));
    }

    /** Has opening the store take a record of the logs that is older than the one before it for the end of all that was written. */
    void endLogsAtOlderRecords(long lastFlushed) {
        order = new RecordOrder(lastFlushed);
        options.setWalFilter(order);
    }

    @Override
    public void close() {
        options.close();
        if (order != null) {
            order.close();
        }
        statistics.close();
        silence.close();
        cache.close();
    }
}
