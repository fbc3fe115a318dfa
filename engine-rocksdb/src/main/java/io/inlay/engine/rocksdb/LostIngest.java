package io.inlay.engine.rocksdb;

import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a failed flush of the manifest leaves of an ingest. RocksDB then takes the ingest back in memory and removes its data
 * files, but its record stands in the manifest and may be there when the store is opened again, which would fail for want of
 * the files. So they are put back: opening finds the whole ingest or nothing of it, and removes files it has no use for.
 */
final class LostIngest {
    private LostIngest() {}

    /**
     * Puts the files of a failed ingest back where the manifest names them.
     *
     * @param directory RocksDB's own
     * @param staged the files, in the order in which they were given, each still in its place
     * @throws IOException where that cannot be done
     */
    static void putBack(Path directory, List<Path> staged) throws IOException {
        List<Path> missing = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (Map.Entry<Long, Long> file : ManifestFile.files(directory).entrySet()) {
            Path path = directory.resolve(String.format(Locale.ROOT, "%06d.sst", file.getKey()));
            if (Files.notExists(path)) {
                missing.add(path);
                sizes.add(file.getValue());
            }
        }
        // RocksDB numbers the files of an ingest in the order in which they are given
        if (missing.isEmpty() || !sizes.equals(sizes(staged))) {
            return;
        }
        for (int i = 0; i < missing.size(); i++) {
            Files.createLink(missing.get(i), staged.get(i));
        }
        DurableFiles.syncDirectory(directory);
    }

    private static List<Long> sizes(List<Path> files) throws IOException {
        List<Long> sizes = new ArrayList<>();
        for (Path file : files) {
            sizes.add(Files.size(file));
        }
        return sizes;
    }
}
