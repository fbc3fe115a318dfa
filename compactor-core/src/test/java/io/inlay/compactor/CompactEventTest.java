package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactEventTest {
    @TempDir
    Path directory;

    @Test
    void a_compaction_is_an_event_of_the_flight_recorder() throws Exception {
        SyncId sync = SampleAccess.sync(1);
        SyncStore base = TestStores.open(new ModelProvider(), directory.resolve("base"));
        SyncStore source = TestStores.open(new ModelProvider(), directory.resolve("source"));
        TestStores.fill(source, sync, new SampleAccess(1, 100));
        CompactResult result;
        Path file = directory.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.inlay.Compact");
            recording.start();
            result = new Compactor(base).compact(source, sync);
            recording.stop();
            recording.dump(file);
        } finally {
            base.engine().close();
            source.engine().close();
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("io.inlay.Compact"))
                .toList();
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getString("sync")).isEqualTo(sync.toString());
            assertThat(event.getLong("records")).isEqualTo(result.records());
            assertThat(event.getLong("bytes")).isEqualTo(result.bytes());
        });
    }
}
