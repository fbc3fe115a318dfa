package io.inlay.sync.retain;

import io.inlay.engine.ReplaceResult;
import io.inlay.sync.bulk.Phase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What applying a plan did.
 *
 * @param plan the plan, whose {@link RetentionPlan#dropped} are gone
 * @param replaced what the engine says of the commit; nothing when no sync was to go
 * @param reclaimed whether the disk space of the dropped syncs was given back wholly; nothing when no sync was to go or the
 *     engine does not offer {@link io.inlay.engine.Reclaim}, which means that it needs no asking
 * @param times how long each phase took
 */
public record RetentionResult(
        RetentionPlan plan,
        Optional<ReplaceResult> replaced,
        Optional<Boolean> reclaimed,
        Map<Phase, Duration> times) {}
