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
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Verification;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Which files of a source are taken over by hard links, and that the result is that of copying. */
class LinkingTest extends LinkingCase {
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
