package io.inlay.engine.tck;

import io.inlay.engine.Checkpoints;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Metrics;
import io.inlay.engine.Reclaim;
import io.inlay.engine.Sizes;
import io.inlay.engine.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The capabilities an engine has, as calls. */
final class Capabilities {
    private Capabilities() {}

    /** One call of each capability found. */
    static List<Runnable> calls(Engine engine, Path checkpoint) {
        List<Runnable> calls = new ArrayList<>();
        engine.find(Checkpoints.class).ifPresent(found -> calls.add(() -> found.create(checkpoint)));
        engine.find(Sizes.class).ifPresent(found -> calls.add(() -> found.of(KeyRange.all())));
        engine.find(Reclaim.class).ifPresent(found -> calls.add(() -> found.run(KeyRange.all(), () -> false)));
        engine.find(Verification.class).ifPresent(found -> calls.add(() -> found.run(() -> false)));
        engine.find(Metrics.class).ifPresent(found -> calls.add(found::read));
        return calls;
    }
}
