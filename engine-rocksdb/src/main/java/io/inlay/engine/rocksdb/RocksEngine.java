package io.inlay.engine.rocksdb;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Capability;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.Replacement;
import io.inlay.engine.support.AbstractCursor;
import io.inlay.engine.support.AbstractEngine;
import io.inlay.engine.support.DirectoryLease;
import io.inlay.engine.support.PinnedView;
import io.inlay.engine.support.Staging;
import io.inlay.engine.support.Views;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine over one native store. */
final class RocksEngine extends AbstractEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RocksEngine.class);
    private static final int MAX_VALUE_BYTES = 1 << 30;

    private final RocksOptions options;
    private final RocksHandle handle;
    private final WriteFence fence = new WriteFence();
    private final Housekeeping housekeeping;
    private final Installer installer;
    private final List<Capability> capabilities = new ArrayList<>();

    /** Opens the native store in a leased directory. */
    RocksEngine(DirectoryLease lease, RocksOptions options) {
        this(lease, options, TreeKeeper::new);
    }

    /**
     * Opens the native store in a leased directory.
     *
     * @param keeper starts the housekeeping of a store that can be written to, which is told when the engine closes
     */
    RocksEngine(
            DirectoryLease lease, RocksOptions options, BiFunction<TreeStore, BooleanSupplier, Housekeeping> keeper) {
        super(
                RocksEngineProvider.NAME,
                lease,
                new Limits(KeyBounds.MAX_KEY_BYTES, MAX_VALUE_BYTES, options.maxOpenViews()),
                options.readOnly());
        this.options = options;
        handle = RocksHandle.open(lease.directory().resolve(RocksEngineProvider.DATA), options);
        try {
            Staging staging = staging();
            housekeeping = staging == null
                    ? Housekeeping.none()
                    : keeper.apply(new TreeStore(handle, staging), gate()::isClosed);
        } catch (RuntimeException | Error e) {
            handle.close();
            throw e;
        }
        installer = new Installer(handle, gate(), fence, poison(), housekeeping, options);
        capabilities.add(new RocksMetrics(gate(), handle, this::viewFigures, housekeeping));
        capabilities.add(new RocksSizes(gate(), handle));
        capabilities.add(new RocksVerification(gate(), handle));
        if (!options.readOnly()) {
            capabilities.add(new RocksCheckpoints(gate(), installer));
            capabilities.add(new RocksReclaim(gate(), handle));
        }
    }

    @Override
    protected PinnedView pin() {
        return new RocksView(handle);
    }

    @Override
    protected byte @Nullable [] read(byte[] key) {
        return handle.get(key);
    }

    @Override
    protected AbstractCursor newCursor(KeyRange range, Direction direction, Access access, Views views) {
        return new RocksCursor(range, direction, views, handle.iterate(range, direction, access, null));
    }

    @Override
    protected void apply(Batch batch, Durability durability) {
        BatchEncoder encoded = BatchEncoder.of(batch);
        int pass = fence.enter(batch);
        try {
            poison().checkWritable();
            write(encoded, durability == Durability.SYNC || fence.mustSync());
        } finally {
            fence.leave(pass);
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
            throw ErrorMap.namesDataFile(e) ? ErrorMap.map(doing, e) : poison().outcomeUnknown(doing, e);
        }
    }

    @Override
    protected void makeDurable() {
        try {
            handle.syncLog();
        } catch (RocksDBException e) {
            throw poison().outcomeUnknown("a sync of " + directory(), e);
        }
    }

    @Override
    protected Replacement newReplacement(Views open, Path area) {
        return new RocksReplacement(limits(), open, area, gate(), installer, options);
    }

    @Override
    protected List<Capability> capabilities() {
        return capabilities;
    }

    @Override
    protected void shutDown() {
        settleLeftovers();
        housekeeping.close();
        handle.close();
    }

    /**
     * What is in memory goes into a file where that can still be done, else into a durable log: of files RocksDB knows which
     * there must be and what they hold, of its newest log it does not.
     */
    private void settleLeftovers() {
        if (isReadOnly() || poison().isPoisoned()) {
            return;
        }
        try {
            handle.syncLog();
        } catch (RocksDBException e) {
            LOG.warn("relaxed writes to {} may not survive a power loss: {}", directory(), e.getMessage());
            return;
        }
        try {
            handle.memtable().flush();
        } catch (RocksDBException | EngineException e) {
            LOG.debug("closing {} leaves its last writes in the log", directory(), e);
        }
    }
}
