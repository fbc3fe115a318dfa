package io.inlay.engine.lmdb;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Capability;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.Replacement;
import io.inlay.engine.Snapshot;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.DirectoryLease;
import io.inlay.engine.support.Limited;
import io.inlay.engine.support.Staging;
import io.inlay.engine.support.Stamp;
import io.inlay.engine.support.Views;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An open store. Reading makes no native call; all writing goes through the {@link LmdbWriter}, absent when read-only. */
final class LmdbEngine implements Engine {
    static final int MAX_KEY_BYTES = 65536;
    static final int MAX_VALUE_BYTES = 1 << 30;
    static final Stamp STAMP = new Stamp(LmdbEngineProvider.NAME, 1);

    private final Path directory;
    private final Limits limits;
    private final DirectoryLease lease;
    private final Versions versions;
    private final CallGate gate;
    private final Views views;
    private final Views replacements;
    private final LmdbOptions options;
    private final @Nullable LmdbWriter writer;
    private final @Nullable Staging staging;
    private final Capability checkpoints;
    private final Capability sizes;
    private final Capability verification;
    private final Capability metrics;
    private final Object closing = new Object();
    private boolean released;

    private LmdbEngine(DirectoryLease lease, LmdbOptions options, LmdbHandle.Opener opener) {
        this.lease = lease;
        this.directory = lease.directory();
        this.limits = new Limits(MAX_KEY_BYTES, MAX_VALUE_BYTES, options.maxOpenViews());
        this.options = options;
        String what = "engine at " + directory;
        this.gate = new CallGate(what);
        this.views = new Views(what, options.maxOpenViews());
        this.replacements = new Views(what, Integer.MAX_VALUE);
        if (options.readOnly()) {
            this.staging = null;
            this.writer = null;
            this.versions = new Versions(what, check(options));
        } else {
            this.staging = Staging.open(directory);
            StoreFile.createIfAbsent(directory, staging);
            this.writer = LmdbWriter.open(check(options).file(), directory, options, gate, opener);
            this.versions = writer.versions();
        }
        this.checkpoints = new LmdbCheckpoints(directory, gate, writer);
        this.sizes = new LmdbSizes(versions);
        this.verification = new LmdbVerification(versions, gate);
        this.metrics = new LmdbMetrics(versions, views, writer == null ? 0 : writer.mapSize());
    }

    /** Checks the data file before anything maps it; before writing at least which of its pages are free to be overwritten. */
    private Version check(LmdbOptions options) {
        Version version = StoreFile.check(directory);
        StructureCheck structure = new StructureCheck(version, () -> {}, () -> false);
        if (options.verify()) {
            structure.run();
        } else if (!options.readOnly()) {
            structure.runFree();
        }
        return version;
    }

    static LmdbEngine open(Path path, LmdbOptions options) {
        return open(path, options, LmdbHandle::new);
    }

    static LmdbEngine open(Path path, LmdbOptions options, LmdbHandle.Opener opener) {
        DirectoryLease lease = DirectoryLease.open(path, STAMP, options.readOnly(), options.create());
        try {
            SharedDisk.warn(lease.directory());
            return new LmdbEngine(lease, options, opener);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return LmdbEngineProvider.NAME;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        Versions.Hold hold = versions.hold();
        try {
            return LmdbReader.get(hold.version(), key);
        } finally {
            hold.release();
        }
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        Versions.Hold hold = versions.hold();
        return LmdbReader.cursor(new HeldSource(directory, hold, views), range, direction, views, hold::release);
    }

    @Override
    public Snapshot snapshot() {
        Versions.Hold hold = versions.hold();
        LmdbSnapshot snapshot;
        try {
            snapshot = new LmdbSnapshot(new HeldSource(directory, hold, views));
        } catch (RuntimeException | Error e) {
            hold.release();
            throw e;
        }
        try {
            views.add(snapshot);
            return snapshot;
        } catch (RuntimeException | Error e) {
            snapshot.close();
            throw e;
        }
    }

    @Override
    public void write(Batch batch, Durability durability) {
        int lane = gate.enter();
        try {
            LmdbWriter target = writer();
            Limited.check(batch, limits);
            target.write(batch, durability);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public void sync() {
        int lane = gate.enter();
        try {
            writer().sync();
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Replacement begin() {
        int lane = gate.enter();
        try {
            LmdbWriter target = writer();
            Staging place = staging;
            if (place == null) {
                throw readOnly();
            }
            LmdbReplacement replacement =
                    new LmdbReplacement(target, gate, limits, replacements, place.newArea(), options);
            try {
                replacements.add(replacement);
                return replacement;
            } catch (RuntimeException e) {
                replacement.close();
                throw e;
            }
        } finally {
            gate.leave(lane);
        }
    }

    /** The writer, if there may be writes. */
    private LmdbWriter writer() {
        LmdbWriter target = writer;
        if (target == null) {
            throw readOnly();
        }
        target.checkWritable();
        return target;
    }

    private EngineException readOnly() {
        return new EngineException(Kind.READ_ONLY, directory + " is open read-only");
    }

    @Override
    public <C extends Capability> Optional<C> find(Class<C> capability) {
        gate.checkOpen();
        return Stream.of(checkpoints, sizes, verification, metrics)
                .filter(capability::isInstance)
                .map(capability::cast)
                .findFirst();
    }

    @Override
    public void close() {
        gate.refuseNew();
        versions.refuseNew();
        synchronized (closing) {
            if (released) {
                return;
            }
            released = true;
            gate.awaitEmpty();
            replacements.closeAll();
            views.closeAll();
            try {
                if (writer != null) {
                    writer.close();
                }
            } finally {
                lease.close();
            }
        }
    }
}
