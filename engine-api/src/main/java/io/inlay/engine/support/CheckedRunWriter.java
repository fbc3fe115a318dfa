package io.inlay.engine.support;

import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.EngineException;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Limits;
import io.inlay.engine.RunWriter;
import io.inlay.engine.support.StagedRange.Mode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Checks what goes into a run and passes it on to the engine's sink. */
final class CheckedRunWriter<S extends RunSink> implements RunWriter {
    private final StagedReplacement<S> replacement;
    private final KeyRange range;
    private final Mode mode;
    private final S sink;
    private final Limits limits;
    private final ViewGate gate = new ViewGate("run writer");
    private final ByteBuffer from;
    private final @Nullable ByteBuffer until;
    private ByteBuffer last = ByteBuffer.allocate(128);
    private long records;
    private long bytes;
    private volatile boolean finished;

    CheckedRunWriter(StagedReplacement<S> replacement, KeyRange range, Mode mode, S sink, Limits limits) {
        this.replacement = replacement;
        this.range = range;
        this.mode = mode;
        this.sink = sink;
        this.limits = limits;
        this.from = ByteBuffer.wrap(range.from());
        byte[] end = range.until();
        this.until = end == null ? null : ByteBuffer.wrap(end);
    }

    @Override
    public void add(ByteBuffer key, ByteBuffer value) {
        run(() -> put(key, value));
    }

    private void put(ByteBuffer key, ByteBuffer value) {
        checkKey(key);
        Limited.checkValue(value.remaining(), limits);
        sink.put(key, value);
        took(key, value.remaining());
    }

    @Override
    public void delete(ByteBuffer key) {
        run(() -> {
            if (mode != Mode.OVERLAY) {
                throw Failures.invalid("only an overlay run can delete a key; " + range + " is excised");
            }
            checkKey(key);
            sink.delete(key);
            took(key, 0);
        });
    }

    @Override
    public long addAll(Cursor rest, long max) {
        long before = records;
        run(() -> {
            if (rest.direction() != Direction.FORWARD) {
                throw Failures.invalid("addAll takes a FORWARD cursor");
            }
            boolean ahead = max > 0 && takeOver(rest, max);
            while (records - before < max && (ahead || rest.next())) {
                ahead = false;
                put(rest.key(), rest.value());
                if ((records & 1023) == 0) {
                    replacement.checkOpen();
                }
            }
        });
        return records - before;
    }

    /** Lets the sink take over what it can; true when the cursor then stands on an entry that is still to be added. */
    private boolean takeOver(Cursor rest, long max) {
        RunSink.Taken taken = sink.take(rest, max, room(), replacement::checkOpen);
        if (taken == null) {
            return false;
        }
        if (taken.lastKey() != null) {
            setLast(ByteBuffer.wrap(taken.lastKey()));
        }
        records += taken.records();
        bytes += taken.bytes();
        return taken.isAhead();
    }

    /** Where the next key may lie. */
    private KeyRange room() {
        if (records == 0) {
            return range;
        }
        return KeyRange.of(Keys.successor(Keys.copy(last)), range.until());
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void finish() {
        run(() -> {
            sink.finish();
            finished = true;
        });
    }

    /** Runs a step of an open run; any exception from it spoils the replacement. */
    private void run(Runnable step) {
        try {
            gate.enter();
            try {
                replacement.checkOpen();
                if (finished) {
                    throw Failures.invalid("the run over " + range + " is finished");
                }
                step.run();
            } finally {
                gate.leave();
            }
        } catch (RuntimeException | Error e) {
            replacement.fail(e);
            throw e;
        }
    }

    private void checkKey(ByteBuffer key) {
        if (key.remaining() > limits.maxKeyBytes()) {
            throw Limited.tooLong("key " + Keys.printable(key), key.remaining(), limits.maxKeyBytes());
        }
        if (records == 0 ? Keys.compare(key, from) < 0 : Keys.compare(key, last) <= 0) {
            throw records == 0 ? outside(key) : notAscending(key);
        }
        if (until != null && Keys.compare(key, until) >= 0) {
            throw outside(key);
        }
    }

    private EngineException outside(ByteBuffer key) {
        return Failures.invalid("key " + Keys.printable(key) + " lies outside the run's range " + range);
    }

    private EngineException notAscending(ByteBuffer key) {
        return Failures.invalid("keys of a run must ascend: " + Keys.printable(key) + " after " + Keys.printable(last));
    }

    private void took(ByteBuffer key, int valueBytes) {
        setLast(key);
        records++;
        bytes += (long) key.remaining() + valueBytes;
    }

    private void setLast(ByteBuffer key) {
        int length = key.remaining();
        if (last.capacity() < length) {
            last = ByteBuffer.allocate(Math.max(length, 2 * last.capacity()));
        }
        last.clear().put(0, key, key.position(), length).limit(length);
    }

    /** The finished run. */
    StagedRange<S> staged() {
        if (!finished) {
            throw Failures.invalid("the run over " + range + " is not finished");
        }
        return new StagedRange<>(range, mode, sink, records, bytes);
    }

    @Override
    public void close() {
        if (!finished && gate.close()) {
            replacement.fail(Failures.invalid("the run over " + range + " was abandoned"));
            sink.close();
        }
    }

    /** Closes the run of a replacement that is over, finished or not. */
    void dispose() {
        if (gate.close()) {
            sink.close();
        }
    }
}
