package io.inlay.engine.tck.model;

import io.inlay.engine.Capability;
import io.inlay.engine.Checkpoints;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Metrics;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Sizes;
import io.inlay.engine.Verification;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What a model engine can do beyond the kernel. */
final class ModelCapabilities {
    private final ModelEngine engine;
    private final CallGate gate;

    ModelCapabilities(ModelEngine engine, CallGate gate) {
        this.engine = engine;
        this.gate = gate;
    }

    List<Capability> all() {
        Checkpoints checkpoints = this::checkpoint;
        Sizes sizes = range -> inside(() -> engine.state().in(range).bytes());
        Reclaim reclaim = this::reclaim;
        Verification verification = this::verify;
        Metrics metrics = () -> inside(engine::figures);
        return List.of(checkpoints, sizes, reclaim, verification, metrics);
    }

    private <T> T inside(Supplier<T> call) {
        int lane = gate.enter();
        try {
            return call.get();
        } finally {
            gate.leave(lane);
        }
    }

    private void checkpoint(Path absent) {
        inside(() -> {
            copyTo(absent);
            return true;
        });
    }

    /** The stamp comes last: without it nothing opens, so the copy is there whole or not at all. */
    private void copyTo(Path absent) {
        if (Files.exists(absent, LinkOption.NOFOLLOW_LINKS)) {
            throw Failures.invalid("something stands at " + absent + " already");
        }
        try {
            DurableFiles.createPrivateDirectory(absent);
        } catch (IOException e) {
            throw Failures.io("creating", absent, e);
        }
        try {
            SortedEntries entries = engine.state();
            EntryLog.create(
                    absent.resolve(EntryLog.FILE), Records.newGeneration(), out -> StateStep.write(entries, out));
            ModelProvider.STAMP.writeInto(absent);
            DurableFiles.syncDirectory(absent.resolveSibling("."));
        } catch (IOException e) {
            discard(absent);
            throw Failures.io("writing a checkpoint to", absent, e);
        } catch (RuntimeException e) {
            discard(absent);
            throw e;
        }
    }

    private static void discard(Path copy) {
        try {
            DurableFiles.deleteTree(copy);
        } catch (IOException e) {
            throw Failures.io("removing the unfinished checkpoint", copy, e);
        }
    }

    private boolean reclaim(KeyRange range, BooleanSupplier stop) {
        return inside(() -> {
            if (stop.getAsBoolean()) {
                return false;
            }
            engine.rewriteLog();
            return true;
        });
    }

    private Verification.Checked verify(BooleanSupplier stop) {
        return inside(() -> {
            boolean[] stopped = new boolean[1];
            SortedEntries entries = engine.readLog(() -> {
                gate.checkOpen();
                stopped[0] = stop.getAsBoolean();
                return stopped[0];
            });
            return new Verification.Checked(entries.size(), entries.bytes(), !stopped[0], !stopped[0]);
        });
    }
}
