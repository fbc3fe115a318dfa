package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static io.inlay.engine.tck.Contents.text;

import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;

/**
 * States that follow each other, each brought about by one replacement of several ranges by several runs: an excised range
 * with a full run, one with a run of changing keys, an overlay with puts and deletes, a range that every second generation
 * empties. Which keys there are and what they hold tells the generation, so a mixture of two is always seen.
 */
final class Generations {
    private static final KeyRange FULL = range("a", "b");
    private static final KeyRange CHANGING = range("b", "c");
    private static final KeyRange OVERLAID = range("d", "e");
    private static final KeyRange SOMETIMES = range("e", "");

    private final IntUnaryOperator records;

    /**
     * Makes the states.
     *
     * @param records about how many each range holds
     */
    Generations(int records) {
        this(generation -> records);
    }

    /**
     * Makes the states.
     *
     * @param records about how many each range holds in a generation
     */
    Generations(IntUnaryOperator records) {
        this.records = records;
    }

    private int records(int generation) {
        return records.applyAsInt(Math.max(0, generation));
    }

    /** What a store holds that has seen this generation and all before it; generation -1 is the empty store. */
    Contents expected(int generation) {
        Contents contents = new Contents();
        if (generation < 0) {
            return contents;
        }
        contents.putAll(full(generation)).putAll(changing(generation));
        contents.putAll(Contents.numbered("d" + generation % 3, 0, records(generation), value(generation)));
        contents.putAll(Contents.of("d", value(generation), "dx", value(generation)));
        return generation % 2 == 0 ? contents.putAll(sometimes(generation)) : contents;
    }

    /** The number of entries of a generation, from 0 on. */
    long size(int generation) {
        return (generation % 2 == 0 ? 4L : 3L) * records(generation) + 2;
    }

    private Contents full(int generation) {
        return Contents.numbered("a", 0, records(generation), value(generation));
    }

    private Contents changing(int generation) {
        return Contents.numbered("b" + generation % 4, generation, generation + records(generation), value(generation));
    }

    private Contents sometimes(int generation) {
        return Contents.numbered("e", 0, records(generation), value(generation));
    }

    private static String value(int generation) {
        return "generation " + generation;
    }

    /** Brings a store from one generation to the next. */
    void replace(Engine engine, int generation) {
        try (Replacement replacement = engine.begin()) {
            stage(replacement, generation);
            replacement.commit();
        }
    }

    /** Stages everything that makes a generation out of the one before. */
    void stage(Replacement replacement, int generation) {
        full(generation).addTo(replacement.excise(FULL));
        changing(generation).addTo(replacement.excise(CHANGING));
        overlay(replacement, generation);
        if (generation % 2 == 0) {
            sometimes(generation).addTo(replacement.excise(SOMETIMES));
        } else {
            replacement.empty(SOMETIMES);
        }
    }

    /** The overlay holds the keys of this generation and removes those of the one before. */
    private void overlay(Replacement replacement, int generation) {
        int before = (generation + 2) % 3;
        Contents puts = Contents.numbered("d" + generation % 3, 0, records(generation), value(generation));
        puts.putAll(Contents.of("d", value(generation), "dx", value(generation)));
        Contents all =
                Contents.numbered("d" + before, 0, records(generation - 1), "").putAll(puts);
        try (RunWriter run = replacement.overlay(OVERLAID)) {
            all.entries().keySet().forEach(key -> {
                if (key.length > 2 && key[1] == '0' + before) {
                    run.delete(ByteBuffer.wrap(key));
                } else {
                    run.add(ByteBuffer.wrap(key), buffer(value(generation)));
                }
            });
            run.finish();
        }
    }

    /** Checks that a reader holds one generation, wholly, and returns which. */
    int check(Reader reader) {
        return check(Contents.of(reader));
    }

    /** Checks that these entries are one generation, wholly, and returns which. */
    int check(Contents seen) {
        int generation = seen.size() == 0 ? -1 : generationOf(seen);
        if (!expected(generation).equals(seen)) {
            throw new AssertionError("no whole generation, not even " + generation + ": " + seen);
        }
        return generation;
    }

    /** The generation that one get tells, -1 for the empty store. */
    static int of(Reader reader) {
        byte[] value = reader.get(bytes("dx"));
        return value == null ? -1 : number(text(value));
    }

    private static int generationOf(Contents seen) {
        return number(text(seen.entries().lastEntry().getValue()));
    }

    private static int number(String value) {
        return Integer.parseInt(value.substring(value.lastIndexOf(' ') + 1));
    }
}
