package io.inlay.engine.lmdb;

import io.inlay.engine.Checkpoints;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Copies a store beside its destination and renames the whole copy into place. */
final class LmdbCheckpoints implements Checkpoints {
    private final Path directory;
    private final CallGate gate;
    private final @Nullable LmdbWriter writer;

    /**
     * Makes the checkpoints of an engine.
     *
     * @param writer null where nobody writes: then the file itself is copied
     */
    LmdbCheckpoints(Path directory, CallGate gate, @Nullable LmdbWriter writer) {
        this.directory = directory;
        this.gate = gate;
        this.writer = writer;
    }

    @Override
    public void create(Path absent) {
        int lane = gate.enter();
        try {
            Path target = absent.toAbsolutePath();
            Path parent = target.getParent();
            if (parent == null || !Files.notExists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw Failures.invalid("something stands at " + target + " already");
            }
            if (!Files.isDirectory(parent)) {
                throw Failures.invalid(parent + " is not a directory");
            }
            create(target, parent);
        } finally {
            gate.leave(lane);
        }
    }

    private void create(Path target, Path parent) {
        Path beside = parent.resolve(".inlay-checkpoint-" + UUID.randomUUID());
        try {
            DurableFiles.createPrivateDirectory(beside);
            copyData(beside);
            gate.checkOpen();
            LmdbEngine.STAMP.writeInto(beside);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(parent);
        } catch (IOException e) {
            throw Failures.io("copying to", target, e);
        } finally {
            discard(beside);
        }
    }

    private void copyData(Path beside) throws IOException {
        Path copy = beside.resolve(PageFile.NAME);
        if (writer == null) {
            Files.copy(directory.resolve(PageFile.NAME), copy);
        } else {
            writer.checkWritable();
            writer.copy(beside);
        }
        DurableFiles.makePrivate(copy);
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            file.getFD().sync();
        }
    }

    private static void discard(Path beside) {
        try {
            DurableFiles.deleteTree(beside);
        } catch (IOException e) {
            // the failure that left it there is what counts
        }
    }
}
