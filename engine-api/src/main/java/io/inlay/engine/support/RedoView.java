package io.inlay.engine.support;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.support.StagedRange.Mode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is stored, and over it the runs of a commit that is not finished: the state the commit leads to. */
final class RedoView extends PinnedView {
    private final PinnedView stored;
    private final List<Laid> laid = new ArrayList<>();

    /** A range of the commit with its run; null for an emptied range. */
    record Laid(KeyRange range, Mode mode, @Nullable RunBlocks run) {
        /** Whether nothing that is stored in the range counts. */
        boolean hidesStored() {
            return mode != Mode.OVERLAY;
        }
    }

    private RedoView(PinnedView stored) {
        this.stored = stored;
    }

    /** Opens the runs of a record; holds the stored state from then on. */
    static PinnedView open(Path directory, RedoRecord record, PinnedView stored) {
        RedoView view = new RedoView(stored);
        try {
            for (RedoRecord.Step step : record.steps()) {
                RunBlocks run = step.run() == null ? null : RunBlocks.open(directory.resolve(step.run()));
                view.laid.add(new Laid(step.range(), step.mode(), run));
            }
            return view;
        } catch (RuntimeException e) {
            view.closeRuns();
            throw e;
        }
    }

    @Override
    protected byte @Nullable [] get(byte[] key) {
        Laid over = over(ByteBuffer.wrap(key));
        if (over == null) {
            return stored.get(key);
        }
        if (over.run != null) {
            RunWalk walk = new RunWalk(over.run, Direction.FORWARD);
            ByteBuffer wanted = ByteBuffer.wrap(key);
            if (walk.seek(wanted) && walk.key().equals(wanted)) {
                return walk.isDelete() ? null : Keys.copy(walk.value());
            }
        }
        return over.hidesStored() ? null : stored.get(key);
    }

    /** The range of the commit in which a key lies; ranges are disjoint. */
    @Nullable Laid over(ByteBuffer key) {
        for (Laid each : laid) {
            if (each.range.contains(key)) {
                return each;
            }
        }
        return null;
    }

    @Override
    protected AbstractCursor cursor(KeyRange range, Direction direction, Access access, Views views) {
        return new RedoCursor(this, range, direction, access, views);
    }

    /** A cursor over what is stored. */
    AbstractCursor storedCursor(KeyRange range, Direction direction, Access access, Views views) {
        return views.open(stored.cursor(range, direction, access, views));
    }

    /** Walks through all runs, in the order of a direction. */
    List<RunWalk> walks(Direction direction) {
        List<RunWalk> walks = new ArrayList<>();
        for (Laid each : laid) {
            if (each.run != null) {
                walks.add(direction == Direction.FORWARD ? walks.size() : 0, new RunWalk(each.run, direction));
            }
        }
        return walks;
    }

    @Override
    protected void free() {
        closeRuns();
        stored.release();
    }

    private void closeRuns() {
        for (Laid each : laid) {
            if (each.run != null) {
                each.run.close();
            }
        }
    }
}
