package io.inlay.engine.rocksdb;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Verification;
import io.inlay.engine.support.CallGate;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.rocksdb.RocksDBException;

/** Checks every block of every data file against its checksum, then reads all entries and checks their order. */
final class RocksVerification implements Verification {
    private static final int ENTRIES_BETWEEN_QUESTIONS = 1024;

    private final CallGate gate;
    private final RocksHandle handle;

    RocksVerification(CallGate gate, RocksHandle handle) {
        this.gate = gate;
        this.handle = handle;
    }

    @Override
    public Checked run(BooleanSupplier stop) {
        int lane = gate.enter();
        try {
            boolean content = checkFiles(stop);
            return content ? checkEntries(stop) : new Checked(0, 0, false, false);
        } catch (RocksDBException e) {
            throw ErrorMap.map("verifying " + handle.directory(), e);
        } finally {
            gate.leave(lane);
        }
    }

    /** Returns false when told to stop. */
    private boolean checkFiles(BooleanSupplier stop) throws RocksDBException {
        List<Path> files = handle.holdFiles();
        try {
            for (Path file : files) {
                gate.checkOpen();
                if (stop.getAsBoolean()) {
                    return false;
                }
                StagedFile.checkContent(file);
            }
            return true;
        } finally {
            handle.letFilesGo();
        }
    }

    private Checked checkEntries(BooleanSupplier stop) throws RocksDBException {
        long entries = 0;
        long bytes = 0;
        byte[] last = new byte[0];
        byte[] noBytes = new byte[0];
        try (RangeIterator all = handle.iterate(KeyRange.all(), Direction.FORWARD, Access.SCAN, null)) {
            for (boolean on = all.toFirst(); on; on = all.next()) {
                if (entries % ENTRIES_BETWEEN_QUESTIONS == 0) {
                    gate.checkOpen();
                    if (stop.getAsBoolean()) {
                        return new Checked(entries, bytes, false, false);
                    }
                }
                byte[] key = all.key();
                if (entries > 0 && Keys.compare(last, key) >= 0) {
                    throw new EngineException(
                            Kind.CORRUPT,
                            "in " + handle.directory() + " key " + Keys.printable(key) + " follows "
                                    + Keys.printable(last));
                }
                last = key;
                entries++;
                bytes += key.length + all.value(noBytes, 0);
            }
        }
        return new Checked(entries, bytes, true, true);
    }
}
