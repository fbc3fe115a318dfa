package io.inlay.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.inlay.engine.EngineException;
import io.inlay.engine.tck.model.ModelProvider;
import io.inlay.sync.SyncException;
import io.inlay.sync.SyncStore;
import io.inlay.sync.bulk.SampleAccess;
import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.key.SyncId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkEventTest {
    private static final SyncId SYNC = SampleAccess.sync(1);
    private static final SyncId MISSING = SampleAccess.sync(9);

    @TempDir
    Path directory;

    private SyncStore base;
    private SyncStore source;

    @BeforeEach
    void open() {
        base = TestStores.open(new ModelProvider(), directory.resolve("base"));
        source = TestStores.open(new ModelProvider(), directory.resolve("source"));
        TestStores.fill(source, SYNC, new SampleAccess(1, 100));
    }

    @AfterEach
    void close() {
        base.engine().close();
        source.engine().close();
    }

    @Test
    void a_compaction_is_an_event_of_the_flight_recorder() throws IOException {
        CompactResult[] result = new CompactResult[1];
        List<RecordedEvent> events =
                recorded("io.inlay.Compact", () -> result[0] = new Compactor(base).compact(source, SYNC));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getString("sync")).isEqualTo(SYNC.toString());
            assertThat(event.getLong("records")).isEqualTo(result[0].records());
            assertThat(event.getLong("bytes")).isEqualTo(result[0].bytes());
            assertThat(event.getDuration("stage")).isPositive();
            assertThat(event.getString("failure")).isEmpty();
            assertThat(event.getEventType().getCategoryNames()).containsExactly("Inlay");
            assertThat(event.getStackTrace()).isNull();
        });
    }

    @Test
    void a_failed_call_is_an_event_that_names_the_failure() throws IOException {
        Compactor compactor = new Compactor(base);
        List<SyncSource> missing = List.of(new SyncSource(source, MISSING));
        assertFailure("io.inlay.Compact", "EmptySyncException EMPTY", () -> compactor.compact(source, MISSING));
        assertFailure("io.inlay.Merge", "SyncException NOT_FOUND", () -> compactor.merge(missing, SYNC));
        assertFailure("io.inlay.Fold", "SyncException NOT_FOUND", () -> compactor.fold(SYNC, missing));
    }

    @Test
    void a_failure_of_an_engine_is_named_with_its_kind() throws IOException {
        SyncStore failing = SyncStore.open(new HookedEngine(source.engine(), range -> {
            throw new EngineException(EngineException.Kind.CORRUPT, "bad block");
        }));
        List<RecordedEvent> events = recorded(
                "io.inlay.Compact",
                () -> assertThatExceptionOfType(EngineException.class)
                        .isThrownBy(() -> new Compactor(base).compact(failing, SYNC)));
        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.getString("failure")).isEqualTo("EngineException CORRUPT"));
    }

    private void assertFailure(String name, String failure, Runnable call) throws IOException {
        List<RecordedEvent> events = recorded(
                name, () -> assertThatExceptionOfType(SyncException.class).isThrownBy(call::run));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getString("failure")).isEqualTo(failure);
            assertThat(event.getLong("records")).isZero();
        });
    }

    private List<RecordedEvent> recorded(String name, Runnable call) throws IOException {
        Path file = directory.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(name);
            recording.start();
            call.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}
