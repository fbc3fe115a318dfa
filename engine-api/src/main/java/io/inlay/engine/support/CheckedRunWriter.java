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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks what goes into a run and passes it on to the engine's sink. */
final class CheckedRunWriter<S extends RunSink> implements RunWriter {
    private final StagedReplacement<S> replacement;
    private final KeyRange range;
    private final Mode mode;
    private final S sink;
    private final Limits limits;
    private final ViewGate gate = new ViewGate("run writer");
    private final byte[] from;
    private final byte @Nullable [] until;
    /** The last key, and its length. */
    private byte[] last = new byte[128];

    private int lastLength;
    /** The key that is being added. */
    private byte[] now = new byte[128];

    private int nowLength;
    private long records;
    private long bytes;
    private volatile boolean finished;

    CheckedRunWriter(StagedReplacement<S> replacement, KeyRange range, Mode mode, S sink, Limits limits) {
        this.replacement = replacement;
        this.range = range;
        this.mode = mode;
        this.sink = sink;
        this.limits = limits;
        this.from = range.from();
        this.until = range.until();
    }

    @Override
    public void add(ByteBuffer key, ByteBuffer value) {
        run(() -> put(key, value));
    }

    private void put(ByteBuffer key, ByteBuffer value) {
        checkKey(key);
        Limited.checkValue(value.remaining(), limits);
        sink.put(key, value);
        took(value.remaining());
    }

    @Override
    public void delete(ByteBuffer key) {
        run(() -> {
            if (mode != Mode.OVERLAY) {
                throw Failures.invalid("only an overlay run can delete a key; " + range + " is excised");
            }
            checkKey(key);
            sink.delete(key);
            took(0);
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
        byte[] lastTaken = taken.lastKey();
        if (lastTaken != null) {
            last = lastTaken;
            lastLength = lastTaken.length;
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
        return KeyRange.of(Keys.successor(lastKey()), range.until());
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
        copy(key);
        if (records == 0 ? compareTo(from, from.length) < 0 : compareTo(last, lastLength) <= 0) {
            throw records == 0 ? outside(key) : notAscending(key);
        }
        if (until != null && compareTo(until, until.length) >= 0) {
            throw outside(key);
        }
    }

    private void copy(ByteBuffer key) {
        nowLength = key.remaining();
        if (now.length < nowLength) {
            now = new byte[Math.max(nowLength, 2 * now.length)];
        }
        key.get(key.position(), now, 0, nowLength);
    }

    private int compareTo(byte[] other, int length) {
        return Arrays.compareUnsigned(now, 0, nowLength, other, 0, length);
    }

    private EngineException outside(ByteBuffer key) {
        return Failures.invalid("key " + Keys.printable(key) + " lies outside the run's range " + range);
    }

    private EngineException notAscending(ByteBuffer key) {
        return Failures.invalid(
                "keys of a run must ascend: " + Keys.printable(key) + " after " + Keys.printable(lastKey()));
    }

    private byte[] lastKey() {
        return Arrays.copyOf(last, lastLength);
    }

    /** The key that was added becomes the last one. */
    private void took(int valueBytes) {
        byte[] before = last;
        last = now;
        lastLength = nowLength;
        now = before;
        records++;
        bytes += (long) nowLength + valueBytes;
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
