package io.inlay.engine.lmdb;

import io.inlay.engine.Verification;
import io.inlay.engine.support.CallGate;
import java.util.function.BooleanSupplier;

/** Checks a version's whole structure. LMDB keeps no checksums, so changed bytes within keys and values go unseen. */
final class LmdbVerification implements Verification {
    private final Versions versions;
    private final CallGate gate;

    LmdbVerification(Versions versions, CallGate gate) {
        this.versions = versions;
        this.gate = gate;
    }

    @Override
    public Checked run(BooleanSupplier stop) {
        int lane = gate.enter();
        try {
            Versions.Hold hold = versions.hold();
            try {
                return new StructureCheck(hold.version(), gate::checkOpen, stop).run();
            } catch (InternalError e) {
                throw LmdbReader.unreadable(hold.version(), e);
            } finally {
                hold.release();
            }
        } finally {
            gate.leave(lane);
        }
    }
}
