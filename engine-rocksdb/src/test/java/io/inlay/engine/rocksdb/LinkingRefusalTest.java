package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.all;
import static io.inlay.engine.rocksdb.Entries.bytes;
import static io.inlay.engine.rocksdb.Entries.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.ReplaceResult;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which files of a source are copied, as a whole or in part, because a link would not be exact. */
class LinkingRefusalTest extends LinkingCase {
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
}
