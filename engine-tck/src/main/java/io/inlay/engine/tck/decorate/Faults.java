package io.inlay.engine.tck.decorate;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.tck.decorate.FaultingEngine.Call;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which calls are to fail, and how many there have been. Safe for many threads. */
final class Faults {
    private static final Set<Call> CHANGES = EnumSet.of(Call.WRITE, Call.SYNC, Call.COMMIT);

    private final Map<Call, Long> counts = new EnumMap<>(Call.class);
    private final Map<Call, TreeMap<Long, Fault>> chosen = new EnumMap<>(Call.class);

    /** A call that is to fail, before it does anything or after it took effect. */
    record Fault(Call call, long number, Kind kind, boolean afterwards) {
        EngineException failure() {
            return new EngineException(kind, "call " + number + " of " + call + " was chosen to fail with " + kind);
        }
    }

    synchronized void add(Call call, long nth, Kind kind, boolean afterwards) {
        if (nth < 1) {
            throw new IllegalArgumentException("calls are counted from 1, not " + nth);
        }
        if (kind == Kind.OUTCOME_UNKNOWN && !CHANGES.contains(call)) {
            throw new IllegalArgumentException("only " + CHANGES + " can have an unknown outcome, not " + call);
        }
        long number = calls(call) + nth;
        chosen.computeIfAbsent(call, key -> new TreeMap<>()).put(number, new Fault(call, number, kind, afterwards));
    }

    synchronized long calls(Call call) {
        return counts.getOrDefault(call, 0L);
    }

    synchronized boolean isArmed() {
        return chosen.values().stream().anyMatch(faults -> !faults.isEmpty());
    }

    /** Counts a call and tells whether it is to fail. */
    synchronized @Nullable Fault next(Call call) {
        long number = counts.merge(call, 1L, Long::sum);
        TreeMap<Long, Fault> faults = chosen.get(call);
        return faults == null ? null : faults.remove(number);
    }

    /** Counts a call and fails it where that was chosen. */
    void check(Call call) {
        Fault fault = next(call);
        if (fault != null) {
            throw fault.failure();
        }
    }
}
