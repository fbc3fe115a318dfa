package io.inlay.engine.tck.model;

import io.inlay.engine.Batch;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.support.RunFileReader;
import io.inlay.engine.support.RunFileSink;
import io.inlay.engine.support.StagedRange;
import io.inlay.engine.support.StagedRange.Mode;
import java.util.ArrayList;
import java.util.List;

/** Works out the state after a change while the change is written to the log. */
final class StateStep {
    private SortedEntries entries;

    StateStep(SortedEntries before) {
        this.entries = before;
    }

    /** The state after everything applied so far. */
    SortedEntries entries() {
        return entries;
    }

    /** Applies a batch. */
    void apply(Batch batch, Steps.Writer out) {
        batch.forEach(new Batch.Visitor() {
            @Override
            public void put(byte[] key, byte[] value) {
                out.put(key, value);
                entries = entries.put(key, value);
            }

            @Override
            public void delete(byte[] key) {
                out.delete(key);
                entries = entries.delete(key);
            }

            @Override
            public void deleteRange(KeyRange range) {
                out.deleteRange(range);
                entries = entries.replace(range, SortedEntries.EMPTY);
            }
        });
    }

    /**
     * Applies one range of a replacement.
     *
     * @param check called now and then; what it throws passes unchanged
     */
    void apply(StagedRange<RunFileSink> staged, Steps.Writer out, Runnable check) {
        if (staged.mode() != Mode.OVERLAY) {
            out.deleteRange(staged.range());
        }
        RunFileSink run = staged.sink();
        if (run == null) {
            entries = entries.replace(staged.range(), SortedEntries.EMPTY);
            return;
        }
        try (RunFileReader reader = run.read()) {
            if (staged.mode() == Mode.EXCISE) {
                excise(staged.range(), reader, out, check);
            } else {
                overlay(reader, out, check);
            }
        }
    }

    private void excise(KeyRange range, RunFileReader reader, Steps.Writer out, Runnable check) {
        List<byte[][]> ascending = new ArrayList<>();
        while (reader.next()) {
            check.run();
            byte[] key = Keys.copy(reader.key());
            byte[] value = Keys.copy(reader.value());
            out.put(key, value);
            ascending.add(new byte[][] {key, value});
        }
        entries = entries.replace(range, SortedEntries.ofAscending(ascending));
    }

    private void overlay(RunFileReader reader, Steps.Writer out, Runnable check) {
        while (reader.next()) {
            check.run();
            byte[] key = Keys.copy(reader.key());
            if (reader.isDelete()) {
                out.delete(key);
                entries = entries.delete(key);
            } else {
                byte[] value = Keys.copy(reader.value());
                out.put(key, value);
                entries = entries.put(key, value);
            }
        }
    }

    /** Writes a whole state as puts. */
    static void write(SortedEntries entries, Steps.Writer out) {
        SortedEntries.Node node = entries.first();
        while (node != null) {
            out.put(node.key, node.value);
            node = entries.ceiling(node.key, false);
        }
    }
}
