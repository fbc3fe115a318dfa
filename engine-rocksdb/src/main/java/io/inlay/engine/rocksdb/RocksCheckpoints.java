package io.inlay.engine.rocksdb;

import io.inlay.engine.Checkpoints;
import io.inlay.engine.EngineException;
import io.inlay.engine.support.CallGate;
import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.rocksdb.RocksDBException;

/** Copies of a store made of hard links, or of copied files on another file system, built under a random name beside the target. */
final class RocksCheckpoints implements Checkpoints {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CallGate gate;
    private final Installer installer;

    RocksCheckpoints(CallGate gate, Installer installer) {
        this.gate = gate;
        this.installer = installer;
    }

    @Override
    public void create(Path absent) {
        Path target = absent.toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw Failures.invalid("a checkpoint at " + absent + " needs an existing directory around it");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw Failures.invalid("something stands at " + absent + " already");
        }
        int lane = gate.enter();
        try {
            build(parent, target);
        } finally {
            gate.leave(lane);
        }
    }

    private void build(Path parent, Path target) {
        byte[] name = new byte[16];
        RANDOM.nextBytes(name);
        Path building = parent.resolve(".inlay-checkpoint-" + HexFormat.of().formatHex(name));
        try {
            DurableFiles.createPrivateDirectory(building);
            installer.checkpoint(building.resolve(RocksEngineProvider.DATA));
            RocksEngineProvider.STAMP.writeInto(building);
            makePrivate(building);
            gate.checkOpen();
            Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(parent);
        } catch (RocksDBException e) {
            throw abandoned(building, ErrorMap.map("making a checkpoint at " + target, e));
        } catch (IOException e) {
            throw abandoned(building, Failures.io("making a checkpoint at", target, e));
        } catch (EngineException e) {
            throw abandoned(building, e);
        }
    }

    private static EngineException abandoned(Path building, EngineException failure) {
        try {
            DurableFiles.deleteTree(building);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) throws IOException {
                DurableFiles.makePrivate(inner);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                DurableFiles.makePrivate(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
