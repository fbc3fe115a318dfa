package io.inlay.engine.mvstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.Reader;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.support.RedoLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two million records replaced in a process with 128 MiB of heap: whole while it works, after a kill within it, and after it. */
@Timeout(value = 1_800, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeCommitTest {
    private static final int RECORDS = 2_000_000;
    private static final KeyRange RANGE = KeyRange.prefix("k".getBytes(UTF_8));

    @TempDir
    Path directory;

    /** Main class of the child: replaces the range by a generation of records, while a reader looks at both its ends. */
    static final class Replacing {
        public static void main(String[] arguments) throws Exception {
            long generation = Long.parseLong(arguments[1]);
            try (Engine engine = new MvStoreEngineProvider().open(Path.of(arguments[0]), Map.of());
                    Replacement replacement = engine.begin()) {
                stage(replacement, generation);
                Thread reader = new Thread(() -> lookUntil(engine, generation));
                reader.start();
                replacement.commit();
                reader.join();
            }
        }

        private static void stage(Replacement replacement, long generation) {
            try (RunWriter run = replacement.excise(RANGE)) {
                ByteBuffer key = ByteBuffer.allocate(20).put(0, (byte) 'k');
                ByteBuffer value = ByteBuffer.allocate(80).putLong(0, generation);
                for (int i = 0; i < RECORDS; i++) {
                    run.add(key.putInt(16, i), value.putInt(8, i));
                }
                run.finish();
            }
        }

        private static void lookUntil(Engine engine, long generation) {
            long seen = -1;
            while (seen != generation) {
                seen = generationOfEnds(engine);
            }
        }
    }

    /** The generation of the first and the last record; 0 without any. */
    private static long generationOfEnds(Reader reader) {
        try (Cursor cursor = reader.cursor(RANGE, Direction.FORWARD, Access.POINT)) {
            if (!cursor.next()) {
                return 0;
            }
            long first = cursor.value().slice().getLong();
            byte[] last = ByteBuffer.allocate(20)
                    .put(0, (byte) 'k')
                    .putInt(16, RECORDS - 1)
                    .array();
            if (!cursor.seek(last) || cursor.value().slice().getLong() != first) {
                System.err.println("a reader saw a part of a commit");
                Runtime.getRuntime().halt(2);
            }
            return first;
        }
    }

    private Process replace(long generation) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Replacing.class.getName(),
                        directory.toString(),
                        String.valueOf(generation))
                .inheritIO()
                .start();
    }

    private void holds(long generation, boolean readOnly) {
        Map<String, String> options = Map.of(OptionSpec.READ_ONLY.name(), String.valueOf(readOnly));
        try (Engine engine = new MvStoreEngineProvider().open(directory, options);
                Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            int count = 0;
            while (cursor.next()) {
                ByteBuffer value = cursor.value();
                if (cursor.key().slice().getInt(16) != count || value.slice().getLong() != generation) {
                    throw new AssertionError("record " + count + " is not of generation " + generation);
                }
                count++;
            }
            assertThat(count).isEqualTo(RECORDS);
        }
    }

    @Test
    void two_million_records_are_replaced_in_128_MiB_of_heap() throws Exception {
        Process first = replace(1);
        assertThat(first.waitFor()).isZero();
        Process second = replace(2);
        while (!RedoLog.isPending(directory) && second.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(second.isAlive()).isTrue();
        second.destroyForcibly().waitFor();
        assertThat(RedoLog.isPending(directory)).isTrue();
        holds(2, true);
        assertThat(RedoLog.isPending(directory)).isTrue();
        holds(2, false);
        assertThat(RedoLog.isPending(directory)).isFalse();
    }
}
