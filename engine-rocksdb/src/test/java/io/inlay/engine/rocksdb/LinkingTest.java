package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.all;
import static io.inlay.engine.rocksdb.Entries.buffer;
import static io.inlay.engine.rocksdb.Entries.bytes;
import static io.inlay.engine.rocksdb.Entries.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Reader;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import io.inlay.engine.Verification;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a source are taken over by hard links, and that the result is always that of copying. */
class LinkingTest {
    private static final int MANY = 5000;
    private static final KeyRange B = range("b", "c");

    @TempDir
    Path temp;

    private Engine source;
    private Engine target;

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

    private Engine forced(String name) {
        return new RocksEngineProvider()
                .open(temp.resolve(name), RocksOptions.builder().filesWhatever().build());
    }

    private void reopenSource() {
        source.close();
        source = forced("source");
    }

    private static void fill(Engine engine, KeyRange range, String prefix, String value) {
        Entries.replace(engine, range, prefix, MANY, value);
    }

    /** Gives the target's range what the source shows there, and compares. */
    private ReplaceResult transfer(Reader from, KeyRange range) {
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

    private static Optional<Path> largest(Engine engine) throws IOException {
        try (Stream<Path> files = Files.list(engine.directory().resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()));
        }
    }

    @Test
    void aFileOfABulkBuiltSourceIsTakenOverAndStaysAsItWas() throws Exception {
        fill(source, B, "b", "new");
        Path file = largest(source).orElseThrow();
        byte[] before = Files.readAllBytes(file);
        Object modified = Files.getLastModifiedTime(file);
        ReplaceResult result = transfer(source, B);
        assertThat(result.bytesCopied()).isZero();
        assertThat(result.bytesLinked()).isEqualTo(before.length);
        Path linked = largest(target).orElseThrow();
        assertThat(Files.isSameFile(linked, file)).isTrue();
        assertThat(Files.getPosixFilePermissions(linked)).hasSize(2);
        assertThat(Files.readAllBytes(linked)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(linked)).isEqualTo(modified);
        target.close(); // which ends housekeeping, and that stages a file now and then
        assertThat(target.directory().resolve("staging")).isEmptyDirectory();
    }

    @Test
    void neitherStoreIsHarmedByWhatBecomesOfTheOther() {
        fill(source, B, "b", "shared");
        assertThat(transfer(source, B).bytesLinked()).isPositive();
        fill(source, KeyRange.all(), "z", "other");
        reopenSource();
        assertThat(all(target)).hasSize(MANY).containsEntry("b0000007", "shared");
        assertThatOnceCopied(0, () -> {
            fill(source, KeyRange.all(), "b", "again");
            return transfer(source, B);
        });
        fill(target, KeyRange.all(), "x", "gone");
        target.close();
        target = forced("target");
        assertThat(all(source)).hasSize(MANY).containsEntry("b0000007", "again");
        for (Engine engine : new Engine[] {source, target}) {
            assertThat(engine.find(Verification.class)
                            .orElseThrow()
                            .run(() -> false)
                            .entries())
                    .isEqualTo(MANY);
        }
    }

    @Test
    void aStoreTakesOverItsOwnFilesAsWell() {
        target.close();
        target = source;
        assertThatOnceCopied(0, () -> {
            fill(source, B, "b", "own");
            transfer(source, B);
            return transfer(source, B);
        });
        reopenSource();
        target = source;
        assertThat(all(source)).hasSize(MANY);
    }

    @Test
    void whatLiesUnderATombstoneIsNotInTheWay() {
        assertThatOnceCopied(0, () -> {
            fill(source, B, "b", "old");
            fill(source, B, "b", "new");
            return transfer(source, B);
        });
        assertThatOnceCopied(4, () -> {
            fill(source, B, "b", "new");
            source.write(new Batch().put(bytes("a"), bytes("1")).put(bytes("c"), bytes("2")), Durability.RELAXED);
            reopenSource();
            return transfer(source, KeyRange.all());
        });
    }

    /**
     * Tries until only so many bytes are copied: housekeeping may have written a file again, together with points that only
     * lie around it, before the file could be taken over.
     */
    private static void assertThatOnceCopied(long bytes, Supplier<ReplaceResult> attempt) {
        int attempts = 20;
        long copied = -1;
        for (int i = 0; i < attempts && copied != bytes; i++) {
            copied = attempt.get().bytesCopied();
        }
        assertThat(copied).isEqualTo(bytes);
    }

    @Test
    void nothingIsTakenOverWhenSwitchedOff() {
        fill(source, B, "b", "new");
        target.close();
        target = Entries.open(temp.resolve("target"), "linkFiles", "false");
        assertThat(transfer(source, B).bytesLinked()).isZero();
    }

    @Test
    void smallFilesAreCopied() {
        fill(source, B, "b", "new");
        target.close();
        target = Entries.open(temp.resolve("target"));
        assertThat(transfer(source, B).bytesLinked()).isZero();
    }

    @Test
    void filesThatWereFlushedAreCopied() {
        Batch batch = new Batch();
        for (int i = 0; i < MANY; i++) {
            batch.put(bytes(String.format("b%07d", i)), bytes("written"));
        }
        source.write(batch, Durability.RELAXED);
        reopenSource();
        assertThat(transfer(source, B).bytesLinked()).isZero();
    }

    /** Each in memory first, then in a file. */
    @Test
    void filesWithSomethingOverThemAreCopied() {
        String in = "b0002500";
        for (Batch over : new Batch[] {
            new Batch().put(bytes(in), bytes("over")),
            new Batch().put(bytes(in + "x"), bytes("between")),
            new Batch().delete(bytes(in)),
            new Batch().put(bytes(in), bytes("over")).delete(bytes("b0000000")),
            new Batch().deleteRange(range(in, "b0002502")),
            new Batch().deleteRange(range("a", "b0000001")),
            new Batch().deleteRange(range("b0004999", "z"))
        }) {
            fill(source, B, "b", "new");
            source.write(over, Durability.RELAXED);
            assertThat(transfer(source, B).bytesLinked()).isZero();
            reopenSource();
            assertThat(transfer(source, B).bytesLinked()).isZero();
        }
    }

    @Test
    void whatLiesBesideAFileIsNotInTheWay() {
        Batch beside = new Batch()
                .put(bytes("a"), bytes("before"))
                .put(bytes("b"), bytes("first"))
                .delete(bytes("bl"))
                .put(bytes("bn"), bytes("last"));
        assertThatOnceCopied(12, () -> {
            fill(source, B, "bm", "new");
            source.write(beside, Durability.RELAXED);
            return transfer(source, B);
        });
        reopenSource();
        source.write(new Batch().deleteRange(range("a1", "a2")).put(bytes("c"), bytes("after")), Durability.RELAXED);
        long everything = 12 + MANY * 12L;
        // housekeeping may have merged the points, in a file by now, with what they lie around
        assertThat(transfer(source, B).bytesCopied()).isIn(12L, everything);
    }

    @Test
    void aStateOlderThanAFileDoesNotShowIt() {
        fill(source, B, "b", "old");
        try (Snapshot before = source.snapshot();
                Cursor unpinned = source.cursor(B, Direction.FORWARD, Access.SCAN)) {
            fill(source, B, "b", "new");
            transfer(before, B);
            assertThat(Entries.of(target, B)).containsEntry("b0000000", "old");
            try (Replacement replacement = target.begin();
                    RunWriter run = replacement.excise(B)) {
                assertThat(run.addAll(unpinned, Long.MAX_VALUE)).isEqualTo(MANY);
                run.finish();
                assertThat(replacement.commit().bytesLinked()).isZero();
            }
            assertThat(Entries.of(target, B)).containsEntry("b0000000", "old");
        }
    }

    @Test
    void whatWasWrittenAfterASnapshotIsNotTakenOverWithIt() {
        fill(source, B, "b", "old");
        try (Snapshot before = source.snapshot()) {
            source.write(new Batch().put(bytes("b0000001"), bytes("late")).delete(bytes("b0000002")), Durability.SYNC);
            transfer(before, B);
            assertThat(Entries.of(target, B)).hasSize(MANY).containsEntry("b0000001", "old");
        }
    }

    @Test
    void aCursorInTheMiddleOfAFileCopiesItsRest() {
        fill(source, B, "b", "new");
        fill(source, range("c", "d"), "c", "new");
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(range("b", "d"));
                Cursor cursor = source.cursor(range("b", "d"), Direction.FORWARD, Access.SCAN)) {
            assertThat(cursor.seek(bytes("b0000000"))).isTrue();
            assertThat(run.addAll(cursor, Long.MAX_VALUE)).isEqualTo(2 * MANY - 1);
            run.finish();
            ReplaceResult result = replacement.commit();
            assertThat(result.bytesCopied()).isEqualTo((MANY - 1) * 11L);
            assertThat(result.bytesLinked()).isPositive();
        }
        assertThat(Entries.of(target, range("b", "d"))).hasSize(2 * MANY - 1);
    }

    @Test
    void aRangeThatEndsWithinAFileCopiesItsPart() {
        fill(source, B, "b", "new");
        assertThat(transfer(source, range("b", "b0004999")).bytesLinked()).isZero();
        assertThat(transfer(source, range("b0000001", "c")).bytesLinked()).isZero();
    }

    @Test
    void aFileOutsideOfTheRunsRangeIsRefusedAsItsEntriesAre() {
        fill(source, B, "b", "new");
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(range("b", "b0004000"));
                Cursor cursor = source.cursor(B, Direction.FORWARD, Access.SCAN)) {
            EngineException refused =
                    catchThrowableOfType(EngineException.class, () -> run.addAll(cursor, Long.MAX_VALUE));
            assertThat(refused.kind()).isEqualTo(Kind.INVALID);
            assertThat(refused).hasMessageContaining("b0004000");
        }
        assertThat(all(target)).isEmpty();
    }

    @Test
    void theKeysOfARunAscendAcrossFilesThatAreTakenOver() {
        fill(source, B, "b", "new");
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(B);
                Cursor cursor = source.cursor(B, Direction.FORWARD, Access.SCAN)) {
            run.add(buffer("b0000000"), buffer("first"));
            EngineException refused =
                    catchThrowableOfType(EngineException.class, () -> run.addAll(cursor, Long.MAX_VALUE));
            assertThat(refused.kind()).isEqualTo(Kind.INVALID);
        }
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(B);
                Cursor cursor = source.cursor(B, Direction.FORWARD, Access.SCAN)) {
            assertThat(run.addAll(cursor, Long.MAX_VALUE)).isEqualTo(MANY);
            EngineException refused =
                    catchThrowableOfType(EngineException.class, () -> run.add(buffer("b0004999"), buffer("again")));
            assertThat(refused.kind()).isEqualTo(Kind.INVALID);
        }
        assertThat(all(target)).isEmpty();
    }

    @Test
    void whoAsksForFewEntriesDoesNotGetAWholeFile() {
        fill(source, B, "b", "new");
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(B);
                Cursor cursor = source.cursor(B, Direction.FORWARD, Access.SCAN)) {
            assertThat(run.addAll(cursor, 10)).isEqualTo(10);
            assertThat(run.addAll(cursor, Long.MAX_VALUE)).isEqualTo(MANY - 10);
            run.finish();
            assertThat(replacement.commit().bytesLinked()).isZero();
        }
        assertThat(all(target)).isEqualTo(all(source));
    }

    @Test
    void slicesGoOnAfterWholeFiles() {
        for (String prefix : new String[] {"b1", "b2", "b3"}) {
            fill(source, KeyRange.prefix(bytes(prefix)), prefix, "new");
        }
        source.write(new Batch().put(bytes("b25"), bytes("between")), Durability.RELAXED);
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(B);
                Cursor cursor = source.cursor(B, Direction.FORWARD, Access.SCAN)) {
            long records = 0;
            long added;
            do {
                added = run.addAll(cursor, 100);
                records += added;
            } while (added >= 100);
            assertThat(records).isEqualTo(3 * MANY + 1);
            run.finish();
            assertThat(replacement.commit().bytesCopied()).isPositive().isLessThan(MANY * 12L + 11);
        }
        assertThat(all(target)).isEqualTo(all(source));
    }

    @Test
    void overlaysTakeOverFilesToo() {
        fill(target, B, "bx", "kept");
        fill(source, B, "b", "laid over");
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.overlay(B);
                Cursor cursor = source.cursor(B, Direction.FORWARD, Access.SCAN)) {
            run.addAll(cursor, Long.MAX_VALUE);
            run.delete(buffer("bx0000000"));
            run.finish();
            assertThat(replacement.commit().bytesLinked()).isPositive();
        }
        assertThat(all(target)).hasSize(2 * MANY - 1).containsKey("bx0000001");
    }

    @Test
    void filesThatAreGoneOrOnAnotherDiskAreCopied() throws Exception {
        fill(source, B, "b", "new");
        Optional<SmallDisk> mounted = SmallDisk.mount(temp.resolve("disk"), 48);
        if (mounted.isPresent()) {
            try (SmallDisk disk = mounted.get();
                    Engine elsewhere = forced("disk/db")) {
                Engine first = target;
                target = elsewhere;
                assertThat(transfer(source, B).bytesLinked()).isZero();
                target = first;
            }
        }
        assertThat(all(source)).hasSize(MANY);
        Files.delete(largest(source).orElseThrow());
        assertThat(transfer(source, B).bytesLinked()).isZero();
    }

    @Test
    void aFileThatOthersMayReadIsCopied() throws Exception {
        fill(source, B, "b", "new");
        Files.setPosixFilePermissions(
                largest(source).orElseThrow(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(transfer(source, B).bytesLinked()).isZero();
        assertThat(Files.getPosixFilePermissions(largest(target).orElseThrow())).hasSize(2);
    }

    @Test
    void damageOfATakenFileIsFoundAsDamageOfAStagedOne() throws Exception {
        fill(source, B, "b", "new");
        Path file = largest(source).orElseThrow();
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(2000);
            int was = damaged.read();
            damaged.seek(2000);
            damaged.write(was ^ 1);
        }
        target.close();
        target = new RocksEngineProvider()
                .open(
                        temp.resolve("target"),
                        RocksOptions.builder()
                                .filesWhatever()
                                .verifyStaged(true)
                                .build());
        try (Replacement replacement = target.begin();
                RunWriter run = replacement.excise(B);
                Cursor cursor = source.cursor(B, Direction.FORWARD, Access.SCAN)) {
            run.addAll(cursor, Long.MAX_VALUE);
            run.finish();
            EngineException corrupt = catchThrowableOfType(EngineException.class, replacement::commit);
            assertThat(corrupt.kind()).as(corrupt.toString()).isEqualTo(Kind.CORRUPT);
        }
        assertThat(all(target)).isEmpty();
    }
}
