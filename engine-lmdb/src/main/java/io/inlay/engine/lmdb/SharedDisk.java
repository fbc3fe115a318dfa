package io.inlay.engine.lmdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of file systems on which LMDB is not safe: a map and locks there need not agree between machines. */
final class SharedDisk {
    private static final Logger LOG = LoggerFactory.getLogger(SharedDisk.class);
    private static final List<String> KINDS =
            List.of("nfs", "cifs", "smb", "9p", "afs", "ncpfs", "ceph", "gluster", "lustre", "fuse.sshfs");

    private SharedDisk() {}

    static void warn(Path directory) {
        try {
            String type = Files.getFileStore(directory).type();
            if (isShared(type)) {
                LOG.warn("{} lies on {}: LMDB is not safe on disks shared over a network", directory, type);
            }
        } catch (IOException e) {
            LOG.debug("the kind of file system of {} is unknown", directory, e);
        }
    }

    static boolean isShared(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return KINDS.stream().anyMatch(lower::startsWith);
    }
}
