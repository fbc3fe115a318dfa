package io.inlay.engine.lmdb;

import io.inlay.engine.OptionSpec;
import io.inlay.engine.support.Failures;
import io.inlay.engine.support.OptionValues;
import java.util.List;
import java.util.Map;

/** Settings of the LMDB engine. Immutable; made by {@link #builder} or, as strings, by {@link LmdbEngineProvider#open}. */
public final class LmdbOptions {
    private static final long LEAST_MAP = 1 << 20;
    private static final long MOST_MAP = 1L << 46;
    private static final long DEFAULT_MAP = 1L << 40;
    private static final int DEFAULT_VIEWS = 1024;
    private static final int MOST_VIEWS = 1 << 20;
    private static final OptionSpec MAP_SIZE = new OptionSpec(
            "mapSize",
            "1TiB",
            "address space to take, the most the store can grow to; halved while the system refuses it (1MiB to 64TiB)");
    private static final OptionSpec MAX_OPEN_VIEWS = new OptionSpec(
            "maxOpenViews", String.valueOf(DEFAULT_VIEWS), "most snapshots and cursors open at once (1 to 1048576)");

    private static final OptionSpec VERIFY = new OptionSpec(
            "verify", "false", "true reads the whole store on opening and refuses one whose structure is damaged");

    private static final OptionSpec READ_IN_COMMIT = new OptionSpec(
            "readInCommit",
            "true",
            "true reads a run that is copied from one cursor of this kind of engine during the commit; false stages it first");

    private static final OptionSpec OVERWRITE_LEAVES = new OptionSpec(
            "overwriteLeaves",
            "true",
            "true lets a commit write values of unchanged length into LMDB's copy of their leaf, with one native call a leaf; "
                    + "false calls for each");

    /** All options by name, with defaults. */
    static final List<OptionSpec> SPECS = List.of(
            OptionSpec.READ_ONLY,
            OptionSpec.CREATE,
            MAP_SIZE,
            MAX_OPEN_VIEWS,
            VERIFY,
            READ_IN_COMMIT,
            OVERWRITE_LEAVES);

    private final boolean readOnly;
    private final boolean create;
    private final long mapSize;
    private final int maxOpenViews;
    private final boolean verify;
    private final boolean readInCommit;
    private final boolean overwriteLeaves;

    private LmdbOptions(Builder builder) {
        this.readOnly = builder.readOnly;
        this.create = builder.create;
        this.mapSize = builder.mapSize;
        this.maxOpenViews = builder.maxOpenViews;
        this.verify = builder.verify;
        this.readInCommit = builder.readInCommit;
        this.overwriteLeaves = builder.overwriteLeaves;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    static LmdbOptions parse(Map<String, String> options) {
        OptionValues values = new OptionValues(LmdbEngineProvider.NAME, SPECS, options);
        return builder()
                .readOnly(values.flag(OptionSpec.READ_ONLY.name()))
                .create(values.flag(OptionSpec.CREATE.name()))
                .mapSize(values.bytes(MAP_SIZE.name(), LEAST_MAP, MOST_MAP))
                .maxOpenViews(values.number(MAX_OPEN_VIEWS.name(), 1, MOST_VIEWS))
                .verify(values.flag(VERIFY.name()))
                .readInCommit(values.flag(READ_IN_COMMIT.name()))
                .overwriteLeaves(values.flag(OVERWRITE_LEAVES.name()))
                .build();
    }

    /** Whether nothing in the directory is changed. */
    public boolean readOnly() {
        return readOnly;
    }

    /** Whether a store is made where there is none. */
    public boolean create() {
        return create;
    }

    /** Address space to take, in bytes. */
    public long mapSize() {
        return mapSize;
    }

    /** Most snapshots and cursors open at once. */
    public int maxOpenViews() {
        return maxOpenViews;
    }

    /** Whether the whole store is read and checked on opening. */
    public boolean verify() {
        return verify;
    }

    /** Whether a run copied from one cursor of this kind of engine is read during the commit. */
    public boolean readInCommit() {
        return readInCommit;
    }

    /** Whether values of unchanged length are written with one native call a leaf. */
    public boolean overwriteLeaves() {
        return overwriteLeaves;
    }

    /** Gathers settings. For one thread. */
    public static final class Builder {
        private boolean readOnly;
        private boolean create = true;
        private long mapSize = DEFAULT_MAP;
        private int maxOpenViews = DEFAULT_VIEWS;
        private boolean verify;
        private boolean readInCommit = true;
        private boolean overwriteLeaves = true;

        private Builder() {}

        /** Opens without changing a byte or a name in the directory; off by default. */
        public Builder readOnly(boolean value) {
            readOnly = value;
            return this;
        }

        /** Makes the directory and the store where there is none; on by default. */
        public Builder create(boolean value) {
            create = value;
            return this;
        }

        /**
         * Address space to take, in bytes: the most that the store can grow to while it is open. Halved as long as the system
         * refuses so much. It takes neither memory nor disk, but on Windows, where LMDB makes the file as long as the map: set
         * it there.
         *
         * @param bytes from 1 MiB to 64 TiB; 1 TiB by default
         * @throws io.inlay.engine.EngineException INVALID out of this range
         */
        public Builder mapSize(long bytes) {
            if (bytes < LEAST_MAP || bytes > MOST_MAP) {
                throw Failures.invalid("mapSize is " + bytes + "; it takes " + LEAST_MAP + " to " + MOST_MAP);
            }
            mapSize = bytes;
            return this;
        }

        /**
         * Most snapshots and cursors open at once. Each takes 64 bytes in a table in LMDB's lock file.
         *
         * @param count from 1 to 1 048 576; 1024 by default
         * @throws io.inlay.engine.EngineException INVALID out of this range
         */
        public Builder maxOpenViews(int count) {
            if (count < 1 || count > MOST_VIEWS) {
                throw Failures.invalid("maxOpenViews is " + count + "; it takes 1 to " + MOST_VIEWS);
            }
            maxOpenViews = count;
            return this;
        }

        /**
         * Reads the whole store on opening and refuses one whose structure is damaged, as CORRUPT; off by default. LMDB trusts
         * the pages it changes: writing to damaged ones can end the process.
         */
        public Builder verify(boolean value) {
            verify = value;
            return this;
        }

        /**
         * Whether a run that is copied by {@link io.inlay.engine.RunWriter#addAll} from one cursor of this kind of engine is read
         * during the commit, without being staged; on by default. The state that the cursor reads is then kept, as one more open
         * view of its engine, until the replacement is over; closing that engine before the commit stages the run first. Off,
         * every run is staged.
         */
        public Builder readInCommit(boolean value) {
            readInCommit = value;
            return this;
        }

        /**
         * Whether a commit of a replacement writes values whose length stays into the copy of their leaf that LMDB makes, with
         * one native call a leaf; on by default. Off, LMDB is called for each value.
         */
        public Builder overwriteLeaves(boolean value) {
            overwriteLeaves = value;
            return this;
        }

        public LmdbOptions build() {
            return new LmdbOptions(this);
        }
    }
}
