package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.all;
import static io.inlay.engine.rocksdb.Entries.buffer;
import static io.inlay.engine.rocksdb.Entries.bytes;
import static io.inlay.engine.rocksdb.Entries.range;
import static io.inlay.engine.rocksdb.Entries.replace;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replacements by files and by batch, over ranges of every shape. */
class ReplaceTest {
    private static final int MANY = 30_000;

    @TempDir
    Path temp;

    @Test
    void aLargeReplacementSwitchesItsRangeAndKeepsTheRest() {
        try (Engine engine = open()) {
            replace(engine, range("b", "c"), "b", MANY, "old");
            engine.write(new Batch().put(bytes("a"), bytes("1")).put(bytes("c"), bytes("2")), Durability.SYNC);
            try (Snapshot before = engine.snapshot();
                    Cursor cursor = engine.cursor(KeyRange.all(), Direction.BACKWARD, Access.SCAN)) {
                replace(engine, range("b", "c"), "bnew", MANY, "new");
                assertThat(all(before)).hasSize(MANY + 2).containsKeys("a", "b0000007", "c");
                int seen = 0;
                while (cursor.next()) {
                    seen++;
                    assertThat(Entries.text(cursor.key())).doesNotContain("new");
                }
                assertThat(seen).isEqualTo(MANY + 2);
            }
            assertThat(all(engine)).hasSize(MANY + 2).containsKeys("a", "bnew0000007", "c");
        }
        try (Engine engine = open()) {
            assertThat(all(engine)).hasSize(MANY + 2).containsKeys("a", "bnew0000007", "c");
        }
        assertThat(temp.resolve("db/staging")).isEmptyDirectory();
    }

    @Test
    void openEndsReachEveryKey() {
        try (Engine engine = open()) {
            byte[] highest = new byte[KeyBounds.MAX_KEY_BYTES];
            Arrays.fill(highest, (byte) 0xff);
            Batch highestPut = new Batch().put(highest, bytes("x"));
            engine.write(highestPut.put(new byte[0], bytes("empty")), Durability.RELAXED);
            replace(engine, KeyRange.all(), "k", MANY, "v");
            assertThat(all(engine)).hasSize(MANY);
            engine.write(highestPut.deleteRange(KeyRange.of(bytes("l"), null)), Durability.RELAXED);
            assertThat(engine.get(highest)).isNull();
            engine.write(highestPut, Durability.RELAXED);
            replace(engine, KeyRange.of(bytes("k0000010"), null), "m", MANY, "v");
            assertThat(all(engine)).hasSize(MANY + 11).containsKeys("", "k0000009", "m0000000");
            try (Replacement empty = engine.begin()) {
                empty.empty(KeyRange.all());
                empty.commit();
            }
            assertThat(all(engine)).isEmpty();
        }
    }

    @Test
    void boundsLongerThanEveryKeySeparateTheSameKeys() {
        try (Engine engine = open()) {
            byte[] longest = new byte[KeyBounds.MAX_KEY_BYTES];
            Arrays.fill(longest, (byte) 'k');
            byte[] after = Arrays.copyOf(longest, longest.length + 5000);
            replace(engine, KeyRange.all(), "a", MANY, "v");
            engine.write(new Batch().put(longest, bytes("1")).put(bytes("l"), bytes("2")), Durability.SYNC);
            replace(engine, KeyRange.of(after, bytes("m")), "l", MANY, "v");
            assertThat(engine.get(longest)).isEqualTo(bytes("1"));
            assertThat(engine.get(bytes("l"))).isNull();
            replace(engine, KeyRange.of(bytes("a"), after), "b", MANY, "v");
            assertThat(engine.get(longest)).isNull();
            assertThat(all(engine)).hasSize(2 * MANY);
        }
    }

    @Test
    void overlaysDeleteAndPutOverWhatIsThere() {
        try (Engine engine = open()) {
            replace(engine, KeyRange.all(), "k", MANY, "old");
            try (Replacement replacement = engine.begin();
                    RunWriter run = replacement.overlay(range("k", "l"));
                    RunWriter excised = replacement.excise(range("l", "m"))) {
                for (int i = 0; i < MANY; i += 2) {
                    String key = String.format("k%07d", i);
                    if (i % 4 == 0) {
                        run.delete(buffer(key));
                    } else {
                        run.add(buffer(key), buffer("new"));
                    }
                }
                run.finish();
                Entries.add(excised, "l", MANY, "v");
                excised.finish();
                replacement.commit();
            }
            assertThat(all(engine))
                    .hasSize(MANY - MANY / 4 + MANY)
                    .doesNotContainKey("k0000004")
                    .containsEntry("k0000002", "new")
                    .containsEntry("k0000003", "old");
        }
    }

    @Test
    void smallReplacementsLeaveNoFileBehind() throws Exception {
        try (Engine engine = open()) {
            engine.write(new Batch().put(bytes("b1"), bytes("old")).put(bytes("b2"), bytes("old")), Durability.SYNC);
            try (Snapshot before = engine.snapshot()) {
                replace(engine, range("b", "c"), "b2", 3, "new");
                assertThat(all(before)).containsOnlyKeys("b1", "b2");
            }
            assertThat(all(engine)).containsOnlyKeys("b20000000", "b20000001", "b20000002");
            try (Stream<Path> files = Files.list(temp.resolve("db/data"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".sst")))
                        .isEmpty();
            }
        }
    }

    @Test
    void aSmallRunOverAFullRangeTakesTheWayOfFiles() {
        try (Engine engine = open()) {
            replace(engine, KeyRange.all(), "k", MANY, "old");
            replace(engine, range("k", "l"), "k", 2, "new");
            assertThat(all(engine)).containsOnlyKeys("k0000000", "k0000001");
            replace(engine, KeyRange.all(), "x", 0, "");
            assertThat(all(engine)).isEmpty();
        }
    }

    @Test
    void rangesFullOfDeadEntriesAreReplaced() {
        try (Engine engine = open()) {
            replace(engine, KeyRange.all(), "k", MANY, "old");
            Batch deletes = new Batch();
            for (int i = 0; i < MANY; i++) {
                deletes.delete(bytes(String.format("k%07d", i)));
            }
            engine.write(deletes.put(bytes("kz"), bytes("alive")), Durability.RELAXED);
            replace(engine, KeyRange.all(), "k", 2, "new");
            assertThat(all(engine)).containsOnlyKeys("k0000000", "k0000001");
            engine.write(deletes, Durability.RELAXED);
            replace(engine, KeyRange.of(bytes("k"), null), "k", MANY, "newest");
            assertThat(all(engine)).hasSize(MANY);
        }
    }

    @Test
    void writesAfterBeginAreReplacedToo() {
        try (Engine engine = open();
                Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(range("b", "c"))) {
            Entries.add(run, "b", MANY, "new");
            run.finish();
            engine.write(
                    new Batch().put(bytes("bz"), bytes("late")).put(bytes("cz"), bytes("kept")), Durability.RELAXED);
            replacement.commit();
            assertThat(engine.get(bytes("bz"))).isNull();
            assertThat(engine.get(bytes("cz"))).isEqualTo(bytes("kept"));
        }
    }

    @Test
    void stagedFilesAreVerifiedWhenAsked() {
        try (Engine engine = Entries.open(temp.resolve("db"), "verifyStaged", "true")) {
            replace(engine, KeyRange.all(), "k", MANY, "v");
            assertThat(all(engine)).hasSize(MANY);
        }
    }

    private Engine open() {
        return Entries.open(temp.resolve("db"));
    }
}
