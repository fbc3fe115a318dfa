package io.inlay.engine.rocksdb;

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
import io.inlay.engine.support.Poison;
import io.inlay.engine.support.Staging;
import io.inlay.engine.support.Views;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine over one native store. */
final class RocksEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(RocksEngine.class);
    private static final int MAX_VALUE_BYTES = 1 << 30;

    private final DirectoryLease lease;
    private final RocksHandle handle;
    private final @Nullable Staging staging;
    private final Limits limits;
    private final CallGate gate;
    private final Views views;
    private final Views replacements;
    private final WriteFence fence = new WriteFence();
    private final Poison poison = new Poison();
    private final Housekeeping housekeeping;
    private final Installer installer;
    private final List<Capability> capabilities = new ArrayList<>();
    private final Object closing = new Object();
    private boolean released;

    /**
     * Makes an engine that owns the lease and the handle.
     *
     * @param staging null for a read-only engine
     */
    RocksEngine(DirectoryLease lease, RocksHandle handle, @Nullable Staging staging, RocksOptions options) {
        this.lease = lease;
        this.handle = handle;
        this.staging = staging;
        this.limits = new Limits(KeyBounds.MAX_KEY_BYTES, MAX_VALUE_BYTES, options.maxOpenViews());
        String what = "engine at " + lease.directory();
        this.gate = new CallGate(what);
        this.views = new Views(what, options.maxOpenViews());
        this.replacements = new Views(what, Integer.MAX_VALUE);
        this.housekeeping =
                staging == null ? Housekeeping.none() : new TreeKeeper(new TreeStore(handle, staging), gate::isClosed);
        this.installer = new Installer(handle, gate, fence, poison, housekeeping, options.verifyStaged());
        capabilities.add(new RocksMetrics(gate, handle, views, housekeeping));
        capabilities.add(new RocksSizes(gate, handle));
        capabilities.add(new RocksVerification(gate, handle));
        if (staging != null) {
            capabilities.add(new RocksCheckpoints(gate, installer));
            capabilities.add(new RocksReclaim(gate, handle));
        }
    }

    @Override
    public String name() {
        return RocksEngineProvider.NAME;
    }

    @Override
    public Path directory() {
        return lease.directory();
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        int lane = gate.enter();
        try {
            return handle.get(key);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Cursor cursor(KeyRange range, Direction direction, Access access) {
        int lane = gate.enter();
        try {
            RocksCursor cursor =
                    new RocksCursor(range, direction, views, handle.iterate(range, direction, access, null));
            return tracked(views, cursor);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Snapshot snapshot() {
        int lane = gate.enter();
        try {
            return tracked(views, new RocksSnapshot(handle, views));
        } finally {
            gate.leave(lane);
        }
    }

    /** Adds a child to those its owner closes; a child that is refused is closed at once. */
    static <T extends AutoCloseable> T tracked(Views owner, T child) {
        try {
            owner.add(child);
            return child;
        } catch (EngineException refused) {
            try {
                child.close();
            } catch (Exception e) {
                refused.addSuppressed(e);
            }
            throw refused;
        }
    }

    @Override
    public void write(Batch batch, Durability durability) {
        int lane = gate.enter();
        try {
            requireWritable();
            Limited.check(batch, limits);
            BatchEncoder encoded = BatchEncoder.of(batch);
            int pass = fence.enter(batch);
            try {
                poison.checkWritable();
                write(encoded, durability == Durability.SYNC || fence.mustSync());
            } finally {
                fence.leave(pass);
            }
        } finally {
            gate.leave(lane);
        }
    }

    private void write(BatchEncoder batch, boolean sync) {
        try {
            if (batch.count() > 0) {
                handle.write(batch, sync);
            } else if (sync) {
                handle.syncLog();
            }
        } catch (RocksDBException e) {
            String doing = "a write to " + directory();
            throw ErrorMap.namesDataFile(e) ? ErrorMap.map(doing, e) : poison.outcomeUnknown(doing, e);
        }
    }

    private Staging requireWritable() {
        if (staging == null) {
            throw new EngineException(Kind.READ_ONLY, "engine at " + directory() + " is open read-only");
        }
        poison.checkWritable();
        return staging;
    }

    @Override
    public void sync() {
        int lane = gate.enter();
        try {
            requireWritable();
            handle.syncLog();
        } catch (RocksDBException e) {
            throw poison.outcomeUnknown("a sync of " + directory(), e);
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public Replacement begin() {
        int lane = gate.enter();
        try {
            Path area = requireWritable().newArea();
            return tracked(replacements, new RocksReplacement(limits, replacements, area, gate, installer));
        } finally {
            gate.leave(lane);
        }
    }

    @Override
    public <C extends Capability> Optional<C> find(Class<C> capability) {
        gate.checkOpen();
        return capabilities.stream()
                .filter(capability::isInstance)
                .map(capability::cast)
                .findFirst();
    }

    @Override
    public void close() {
        gate.refuseNew();
        synchronized (closing) {
            if (released) {
                return;
            }
            released = true;
            gate.awaitEmpty();
            replacements.closeAll();
            views.closeAll();
            settleLeftovers();
            housekeeping.close();
            handle.close();
            lease.close();
        }
    }

    /**
     * What is in memory goes into a file where that can still be done, else into a durable log: of files RocksDB knows which
     * there must be and what they hold, of its newest log it does not.
     */
    private void settleLeftovers() {
        if (staging == null || poison.isPoisoned()) {
            return;
        }
        try {
            handle.syncLog();
        } catch (RocksDBException e) {
            LOG.warn("relaxed writes to {} may not survive a power loss: {}", directory(), e.getMessage());
            return;
        }
        try {
            handle.flush();
        } catch (RocksDBException | EngineException e) {
            LOG.debug("closing {} leaves its last writes in the log", directory(), e);
        }
    }
}
