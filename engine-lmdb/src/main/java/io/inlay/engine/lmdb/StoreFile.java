package io.inlay.engine.lmdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.support.DurableFiles;
import io.inlay.engine.support.Failures;
import io.inlay.engine.support.Staging;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** The data file of a store: how it comes into being, and what is checked before anything maps it. */
final class StoreFile {
    /** The engine's own record that says how user keys are laid down: format version, one byte. */
    private static final byte[] LAYOUT_KEY = ownKey("layout");

    private static final byte[] LAYOUT = {1};
    private static final long SMALL_MAP = 1 << 20;

    /** Name of LMDB's lock file. */
    private static final String LOCK = "lock.mdb";

    private StoreFile() {}

    private static byte[] ownKey(String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        byte[] key = new byte[1 + ascii.length];
        key[0] = StoredKey.OWN;
        System.arraycopy(ascii, 0, key, 1, ascii.length);
        return key;
    }

    /**
     * Makes the file of an empty store where there is none: beside, and renamed into place, so that a file cut to nothing is
     * never taken for a new one.
     */
    static void createIfAbsent(Path directory, Staging staging) {
        Path file = directory.resolve(PageFile.NAME);
        if (!Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        refuseLost(directory);
        Path area = staging.newArea();
        WriteQueue queue = new WriteQueue("inlay-lmdb-create " + directory, group -> {});
        try {
            WriteTask.Call<Path> task = new WriteTask.Call<>(() -> fill(area));
            queue.add(task);
            task.await("creating a store", directory);
            Files.move(area.resolve(PageFile.NAME), file, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(directory);
        } catch (IOException e) {
            throw Failures.io("creating", file, e);
        } finally {
            queue.end();
            Staging.discard(area);
        }
    }

    /** LMDB makes its lock file only beside a data file; what is left without one has lost it, and is no new store. */
    private static void refuseLost(Path directory) {
        if (Files.exists(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
            throw new EngineException(
                    Kind.CORRUPT, directory.resolve(PageFile.NAME) + " is missing beside LMDB's lock file " + LOCK);
        }
    }

    /** Makes an empty store in an empty directory. */
    private static Path fill(Path area) {
        LmdbHandle handle = new LmdbHandle(area, SMALL_MAP, 1);
        try {
            try (LmdbTransaction txn = handle.begin()) {
                putOwnRecords(txn);
                txn.commit();
            }
            handle.sync();
            return area;
        } finally {
            handle.close();
        }
    }

    /** Writes the engine's own records, into an empty database. */
    static void putOwnRecords(LmdbTransaction txn) {
        txn.put(LAYOUT_KEY, ByteBuffer.wrap(LAYOUT), false);
    }

    /**
     * Checks a data file.
     *
     * @return its newest state
     * @throws EngineException CORRUPT; INCOMPATIBLE for another format; INVALID where the making of the store was cut short
     */
    static Version check(Path directory) {
        Path path = directory.resolve(PageFile.NAME);
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            refuseLost(directory);
            throw Failures.invalid("there is no store at " + directory + ": it was never opened writable to its end");
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            ByteBuffer first = readMeta(file, 0, path);
            refuseForeign(first, path);
            MetaPage even = MetaPage.read(first, 0, path);
            MetaPage odd = MetaPage.read(readMeta(file, even.pageSize(), path), 0, path);
            if (odd.pageSize() != even.pageSize()) {
                throw LmdbFailures.corrupt(path, "its meta pages contradict each other");
            }
            MetaPage meta = even.txnId() >= odd.txnId() ? even : odd;
            Version version = new Version(new PageFile(path, meta.pageSize()), meta, null);
            makeDurable(file);
            checkLength(file.length(), version);
            checkLayout(version);
            return version;
        } catch (IOException e) {
            throw Failures.io("opening", path, e);
        }
    }

    /** What a killed process left in the system's cache alone must not be shown before a power loss can no longer take it back. */
    private static void makeDurable(RandomAccessFile file) throws IOException {
        try {
            file.getFD().sync();
        } catch (SyncFailedException e) {
            // a system that does not flush what is open for reading; a writable open forces it through LMDB
        }
    }

    private static ByteBuffer readMeta(RandomAccessFile file, long at, Path path) throws IOException {
        byte[] bytes = new byte[MetaPage.BYTES];
        if (file.length() < at + bytes.length) {
            throw LmdbFailures.corrupt(path, "it has only " + file.length() + " bytes");
        }
        file.seek(at);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void refuseForeign(ByteBuffer meta, Path path) {
        if (!MetaPage.isMarked(meta, 0)) {
            throw LmdbFailures.corrupt(path, "it does not start like a file of LMDB");
        }
        if (MetaPage.format(meta, 0) != MetaPage.FORMAT) {
            throw new EngineException(
                    Kind.INCOMPATIBLE,
                    path + " has format " + MetaPage.format(meta, 0) + " of LMDB, this version opens format "
                            + MetaPage.FORMAT);
        }
    }

    /** A page beyond the end of the file is allowed only if it is free: LMDB does not write pages that it frees at once. */
    private static void checkLength(long length, Version version) {
        MetaPage meta = version.meta();
        long present = length / meta.pageSize();
        if (present > meta.lastPage()) {
            return;
        }
        long missing = meta.lastPage() + 1 - present;
        if (FreePages.count(version, present) != missing) {
            throw LmdbFailures.corrupt(
                    version.file().path(),
                    "it is cut, to " + length + " bytes of " + (meta.lastPage() + 1) * meta.pageSize());
        }
    }

    private static void checkLayout(Version version) {
        byte[] layout = version.stored(LAYOUT_KEY);
        if (!Arrays.equals(layout, LAYOUT)) {
            throw new EngineException(
                    Kind.INCOMPATIBLE,
                    version.file().path() + " holds "
                            + (layout == null ? "no layout record" : "layout " + Arrays.toString(layout))
                            + ", this version opens layout " + Arrays.toString(LAYOUT));
        }
    }
}
