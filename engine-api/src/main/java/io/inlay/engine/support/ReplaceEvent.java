package io.inlay.engine.support;

import io.inlay.engine.ReplaceResult;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The flight recorder's event of one commit of a replacement; without records when it failed. */
@Name("io.inlay.Replace")
@Label("Replace")
@Category("Inlay")
@StackTrace(false)
final class ReplaceEvent extends Event {
    @Label("Ranges")
    int ranges;

    @Label("Records")
    long records;

    @DataAmount
    @Label("Bytes Copied")
    long bytesCopied;

    @DataAmount
    @Label("Bytes Linked")
    long bytesLinked;

    @Timespan(Timespan.NANOSECONDS)
    @Label("Writers Held")
    long writersHeld;

    void fill(int rangeCount, ReplaceResult result) {
        ranges = rangeCount;
        records = result.records();
        bytesCopied = result.bytesCopied();
        bytesLinked = result.bytesLinked();
        writersHeld = result.writersHeld().toNanos();
    }
}
