package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.bytes;
import static io.inlay.engine.rocksdb.Entries.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A source and a target in which every run goes into files, however small. */
abstract class LinkingCase {
    static final int MANY = 5000;
    static final KeyRange B = range("b", "c");

    @TempDir
    Path temp;

    Engine source;
    Engine target;

    @BeforeEach
    void open() {
        source = forced("source");
        target = forced("target");
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    final Engine forced(String name) {
        return new RocksEngineProvider()
                .open(temp.resolve(name), RocksOptions.builder().filesWhatever().build());
    }

    final void reopenSource() {
        source.close();
        source = forced("source");
    }

    static void fill(Engine engine, KeyRange range, String prefix, String value) {
        Entries.replace(engine, range, prefix, MANY, value);
    }

    /** Gives the target's range what the source shows there, and compares. */
    final ReplaceResult transfer(Reader from, KeyRange range) {
        Map<String, String> expected = Entries.of(from, range);
        ReplaceResult result;
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(range);
                Cursor cursor = from.cursor(range, Direction.FORWARD, Access.SCAN)) {
            assertThat(run.addAll(cursor, Long.MAX_VALUE)).isEqualTo(expected.size());
            long given = expected.entrySet().stream()
                    .mapToLong(entry -> bytes(entry.getKey()).length + bytes(entry.getValue()).length)
                    .sum();
            assertThat(run.bytes()).isEqualTo(given);
            run.finish();
            result = replacement.commit();
        }
        assertThat(result.records()).isEqualTo(expected.size());
        assertThat(Entries.of(target, range)).isEqualTo(expected);
        return result;
    }

    static Optional<Path> largest(Engine engine) throws IOException {
        try (Stream<Path> files = Files.list(engine.directory().resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()));
        }
    }
}
