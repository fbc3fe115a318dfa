package io.inlay.engine.rocksdb;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ChecksumType;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.util.StdErrLogger;

/** How the tree is shaped and how its files are written: every setting of RocksDB is made here. Owns the native options. */
final class TreeOptions implements AutoCloseable {
    /** Bytes at which a staged run goes on in a new file; also the size of files that compactions make. */
    static final long FILE_BYTES = 64L << 20;

    private static final int BLOCK_BYTES = 32 << 10;
    private static final int FORMAT_VERSION = 6;
    private static final int MANY_RANGE_TOMBSTONES = 256;

    private final Cache cache;
    private final StdErrLogger silence;
    private final Options options;

    /** Makes the options of one open engine. */
    TreeOptions(RocksOptions settings) {
        cache = new LRUCache(settings.cacheBytes());
        silence = new StdErrLogger(InfoLogLevel.FATAL_LEVEL);
        options = new Options();
        store(settings);
        tree(settings);
        options.setTableFormatConfig(table().setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true));
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
                .setTargetFileSizeBase(FILE_BYTES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    private static BlockBasedTableConfig table() {
        return new BlockBasedTableConfig()
                .setFormatVersion(FORMAT_VERSION)
                .setChecksumType(ChecksumType.kXXH3)
                .setBlockSize(BLOCK_BYTES);
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

    @Override
    public void close() {
        options.close();
        silence.close();
        cache.close();
    }
}
