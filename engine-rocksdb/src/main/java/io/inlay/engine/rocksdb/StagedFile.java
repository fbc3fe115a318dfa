package io.inlay.engine.rocksdb;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.support.Failures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/**
 * A finished table file that waits to be taken into a store.
 *
 * @param bytes its size when it was finished
 */
record StagedFile(Path path, long bytes) {
    /** Throws CORRUPT unless the file still has its size and ends as a table file does. */
    void checkWhole() {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long length = file.length();
            if (length != bytes) {
                throw corrupt("has " + length + " bytes, " + bytes + " were written");
            }
            file.seek(length - Long.BYTES);
            if (Long.reverseBytes(file.readLong()) != TableOutput.MAGIC) {
                throw corrupt("does not end as a table file does");
            }
        } catch (IOException e) {
            throw Failures.io("checking", path, e);
        }
    }

    /** Reads a whole table file and throws CORRUPT unless every block matches its checksum. */
    static void checkContent(Path path) {
        try (Options options = TreeOptions.file();
                SstFileReader reader = new SstFileReader(options)) {
            reader.open(path.toString());
            reader.verifyChecksum();
        } catch (RocksDBException e) {
            throw ErrorMap.map("checking " + path, e);
        }
    }

    private EngineException corrupt(String how) {
        return new EngineException(Kind.CORRUPT, "staged file " + path + " " + how);
    }
}
