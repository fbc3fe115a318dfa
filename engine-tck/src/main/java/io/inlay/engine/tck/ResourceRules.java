package io.inlay.engine.tck;

import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an engine takes of its process: rule R37. */
interface ResourceRules {
    @Test
    default void R37_heap_does_not_grow_with_a_run(Fixture fixture) {
        int records = fixture.contract().largeRunRecords();
        try (Child child =
                Child.start(fixture, List.of(), List.of("-Xmx64m"), LargeRunJob.class, String.valueOf(records))) {
            child.expectDone();
        }
        Engine engine = fixture.open();
        LargeRunJob.check(engine, KeyRange.all(), records);
    }
}
