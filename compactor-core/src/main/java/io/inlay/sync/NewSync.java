package io.inlay.sync;

import io.inlay.sync.key.SyncId;
import io.inlay.sync.record.SyncRunRecord;
import io.inlay.sync.record.SyncType;
import io.inlay.sync.record.SyncTypes;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a sync is to be started with. Immutable: each method gives another one. */
public final class NewSync {
    private final SyncType type;
    private final @Nullable SyncId id;
    private final @Nullable SyncId parent;
    private final @Nullable Instant startedAt;

    private NewSync(SyncType type, @Nullable SyncId id, @Nullable SyncId parent, @Nullable Instant startedAt) {
        this.type = type;
        this.id = id;
        this.parent = parent;
        this.startedAt = startedAt;
    }

    /**
     * A sync of a type, without a parent, to be started now under a fresh id.
     *
     * @throws SyncException INVALID for a type that this version does not know
     */
    public static NewSync of(SyncType type) {
        if (type == SyncType.SYNC_TYPE_UNSPECIFIED || type == SyncType.UNRECOGNIZED) {
            throw new SyncException(
                    SyncException.Kind.INVALID,
                    "a sync is started with a type, not with \"" + SyncTypes.text(type) + "\"");
        }
        return new NewSync(type, null, null, null);
    }

    /** With this id, which no sync of the store may have. */
    public NewSync withId(SyncId newId) {
        return new NewSync(type, newId, parent, startedAt);
    }

    /** With this sync as its parent, the base of a diff; it need not be in the store. */
    public NewSync withParent(SyncId newParent) {
        return new NewSync(type, id, newParent, startedAt);
    }

    /** With this start instead of the present time. A fresh id carries it too. */
    public NewSync startedAt(Instant newStart) {
        return new NewSync(type, id, parent, newStart);
    }

    /**
     * The run that a sync so started has at first, unfinished; it is in no store yet.
     *
     * @param clock tells the start if none was given
     * @throws SyncException INVALID for a start that no record or id can hold
     */
    public SyncRun run(Clock clock) {
        Instant start = start(clock);
        return run(id(start), start);
    }

    SyncRun run(SyncId runId, Instant start) {
        SyncRunRecord.Builder run = SyncRunRecord.newBuilder()
                .setSyncId(runId.toString())
                .setType(type)
                .setStartedAt(SyncRun.timestamp(start));
        if (parent != null) {
            run.setParentSyncId(parent.toString());
        }
        return new SyncRun(runId, run.build());
    }

    /** The start, by the clock if none was given. */
    Instant start(Clock clock) {
        return startedAt == null ? clock.instant() : startedAt;
    }

    /** The id, a fresh one if none was given; INVALID if the start cannot be part of one. */
    SyncId id(Instant start) {
        try {
            return id == null ? SyncId.random(start) : id;
        } catch (IllegalArgumentException e) {
            throw new SyncException(SyncException.Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }
}
