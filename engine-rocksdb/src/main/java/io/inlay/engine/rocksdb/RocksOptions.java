package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.support.Failures;
import io.inlay.engine.support.OptionValues;
import java.util.List;
import java.util.Map;

/** Settings of a RocksDB engine. Immutable. */
public final class RocksOptions {
    private static final String MEMTABLE = "memtable";
    private static final String CACHE = "cache";
    private static final String MAX_OPEN_FILES = "maxOpenFiles";
    private static final String MAX_OPEN_VIEWS = "maxOpenViews";
    private static final String BACKGROUND_JOBS = "backgroundJobs";
    private static final String VERIFY_STAGED = "verifyStaged";
    private static final String LINK_FILES = "linkFiles";
    private static final long MIB = 1L << 20;
    private static final long TIB = 1L << 40;

    /** The settings by name. */
    static final List<OptionSpec> SPECS = List.of(
            OptionSpec.READ_ONLY,
            OptionSpec.CREATE,
            new OptionSpec(CACHE, "64MiB", "memory for blocks read from disk, 1MiB to 1TiB"),
            new OptionSpec(MEMTABLE, "32MiB", "memory in which writes gather before a file is made, 1MiB to 4GiB"),
            new OptionSpec(MAX_OPEN_FILES, "512", "most data files held open, 16 to 1000000"),
            new OptionSpec(MAX_OPEN_VIEWS, "1024", "most open snapshots and cursors, 1 to 1000000"),
            new OptionSpec(BACKGROUND_JOBS, "2", "threads that flush and compact, 1 to 64"),
            new OptionSpec(
                    VERIFY_STAGED, "false", "true reads every staged file again before a replacement is committed"),
            new OptionSpec(
                    LINK_FILES,
                    "true",
                    "true takes over files of a source by hard links where the result is the same as of copying"));

    /** Bytes of keys and values up to which a run stays on the heap, and a whole replacement may go as one batch. */
    static final long SMALL_BYTES = 100_000;
    /** Bytes below which copying a file costs no more than what comes with one more file. */
    private static final long LEAST_LINKED_BYTES = 256 << 10;

    private final boolean readOnly;
    private final boolean create;
    private final long cacheBytes;
    private final long memtableBytes;
    private final int maxOpenFiles;
    private final int maxOpenViews;
    private final int backgroundJobs;
    private final boolean verifyStaged;
    private final boolean linkFiles;
    private final long smallBytes;
    private final long leastLinkedBytes;

    private RocksOptions(Builder from) {
        readOnly = from.readOnly;
        create = from.create;
        cacheBytes = from.cacheBytes;
        memtableBytes = from.memtableBytes;
        maxOpenFiles = from.maxOpenFiles;
        maxOpenViews = from.maxOpenViews;
        backgroundJobs = from.backgroundJobs;
        verifyStaged = from.verifyStaged;
        linkFiles = from.linkFiles;
        smallBytes = from.smallBytes;
        leastLinkedBytes = from.leastLinkedBytes;
    }

    /** A builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads settings given as strings; an absent one has its default.
     *
     * @throws EngineException INVALID for an unknown name or a value out of its range
     */
    public static RocksOptions of(Map<String, String> given) {
        return builder(given).build();
    }

    /** A builder with settings given as strings, as {@link #of}. */
    static Builder builder(Map<String, String> given) {
        OptionValues values = new OptionValues(RocksEngineProvider.NAME, SPECS, given);
        return builder()
                .readOnly(values.flag(OptionSpec.READ_ONLY.name()))
                .create(values.flag(OptionSpec.CREATE.name()))
                .cacheBytes(values.bytes(CACHE, MIB, TIB))
                .memtableBytes(values.bytes(MEMTABLE, MIB, 4096 * MIB))
                .maxOpenFiles(values.number(MAX_OPEN_FILES, 16, 1_000_000))
                .maxOpenViews(values.number(MAX_OPEN_VIEWS, 1, 1_000_000))
                .backgroundJobs(values.number(BACKGROUND_JOBS, 1, 64))
                .verifyStaged(values.flag(VERIFY_STAGED))
                .linkFiles(values.flag(LINK_FILES));
    }

    public boolean readOnly() {
        return readOnly;
    }

    public boolean create() {
        return create;
    }

    public long cacheBytes() {
        return cacheBytes;
    }

    public long memtableBytes() {
        return memtableBytes;
    }

    public int maxOpenFiles() {
        return maxOpenFiles;
    }

    public int maxOpenViews() {
        return maxOpenViews;
    }

    public int backgroundJobs() {
        return backgroundJobs;
    }

    public boolean verifyStaged() {
        return verifyStaged;
    }

    public boolean linkFiles() {
        return linkFiles;
    }

    /** Bytes of keys and values up to which a run stays on the heap, and a whole replacement may go as one batch. */
    long smallBytes() {
        return smallBytes;
    }

    /** Least bytes of a file that is taken over by a hard link. */
    long leastLinkedBytes() {
        return leastLinkedBytes;
    }

    /** Collects settings. For one thread. Each setter throws {@link EngineException} INVALID for a value out of its range. */
    public static final class Builder {
        private boolean readOnly;
        private boolean create = true;
        private long cacheBytes = 64 * MIB;
        private long memtableBytes = 32 * MIB;
        private int maxOpenFiles = 512;
        private int maxOpenViews = 1024;
        private int backgroundJobs = 2;
        private boolean verifyStaged;
        private boolean linkFiles = true;
        private long smallBytes = SMALL_BYTES;
        private long leastLinkedBytes = LEAST_LINKED_BYTES;

        private Builder() {}

        /** Opens without changing a byte or a name in the directory; default false. */
        public Builder readOnly(boolean on) {
            readOnly = on;
            return this;
        }

        /** Makes the directory and the store where there is none; default true. */
        public Builder create(boolean on) {
            create = on;
            return this;
        }

        /** Memory for blocks read from disk, in bytes, 1 MiB to 1 TiB; default 64 MiB. */
        public Builder cacheBytes(long bytes) {
            cacheBytes = checked(CACHE, bytes, MIB, TIB);
            return this;
        }

        /** Memory in which writes gather before a file is made of them, in bytes, 1 MiB to 4 GiB; default 32 MiB. */
        public Builder memtableBytes(long bytes) {
            memtableBytes = checked(MEMTABLE, bytes, MIB, 4096 * MIB);
            return this;
        }

        /** Most data files held open, 16 to 1 000 000; default 512. */
        public Builder maxOpenFiles(int files) {
            maxOpenFiles = (int) checked(MAX_OPEN_FILES, files, 16, 1_000_000);
            return this;
        }

        /** Most open snapshots and cursors, 1 to 1 000 000; default 1024. */
        public Builder maxOpenViews(int views) {
            maxOpenViews = (int) checked(MAX_OPEN_VIEWS, views, 1, 1_000_000);
            return this;
        }

        /** Threads that flush and compact, 1 to 64; default 2. */
        public Builder backgroundJobs(int threads) {
            backgroundJobs = (int) checked(BACKGROUND_JOBS, threads, 1, 64);
            return this;
        }

        /** Reads every staged file again before a replacement is committed; default false. */
        public Builder verifyStaged(boolean on) {
            verifyStaged = on;
            return this;
        }

        /**
         * Takes over whole files of a RocksDB source by hard links where that gives the same as copying their entries; default
         * true.
         */
        public Builder linkFiles(boolean on) {
            linkFiles = on;
            return this;
        }

        /** Stages everything in files and takes over files of any size, for tests of these ways. */
        Builder filesWhatever() {
            smallBytes = -1;
            leastLinkedBytes = 0;
            return this;
        }

        public RocksOptions build() {
            return new RocksOptions(this);
        }

        private static long checked(String name, long value, long least, long most) {
            if (value < least || value > most) {
                throw Failures.invalid("option " + name + "=" + value + " is not from " + least + " to " + most);
            }
            return value;
        }
    }
}
