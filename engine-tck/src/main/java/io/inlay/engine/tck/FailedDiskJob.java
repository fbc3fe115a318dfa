package io.inlay.engine.tck;

import io.inlay.engine.EngineProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the file system become read-only in the middle of each {@link FaultedChange}. Each store lies on an ext4 file system of its
 * own, mounted below one directory by the name of the change, which is told to find an error: from then on it takes no write,
 * until it is mounted anew. The argument is the directory; for each change it prints {@code <change>=<kind of failure, or done>},
 * and nothing at all where a file system cannot be told. With those lines as further arguments it opens the stores again instead,
 * in another process on other mounts of the same content.
 */
final class FailedDiskJob implements ChildJob {
    /** The changes, by whose names the file systems are mounted. */
    static final List<String> CHANGES = changes();

    private static List<String> changes() {
        List<String> changes = new ArrayList<>(FaultedChange.NAMES);
        changes.add(FaultedChange.STAGING);
        return List.copyOf(changes);
    }

    @Override
    public void run(EngineProvider provider, Path ignored, List<String> arguments, PrintStream out) throws IOException {
        Path disks = Path.of(arguments.get(0));
        for (String outcome : arguments.subList(1, arguments.size())) {
            String[] parts = outcome.split("=", 2);
            change(provider, disks, parts[0]).reopen(parts[1]);
        }
        if (arguments.size() == 1) {
            make(provider, disks, out);
        }
    }

    private static void make(EngineProvider provider, Path disks, PrintStream out) throws IOException {
        for (String name : CHANGES) {
            Path error = error(disks.resolve(name));
            if (!Files.isWritable(error)) {
                return;
            }
            out.println(name + "=" + change(provider, disks, name).make(new Fault(error)));
        }
    }

    private static FaultedChange change(EngineProvider provider, Path disks, String name) {
        return new FaultedChange(provider, disks.resolve(name).resolve("store"), name);
    }

    /** The system's file that has a mounted ext4 file system find an error (Linux: {@code ABI/testing/sysfs-fs-ext4}). */
    private static Path error(Path disk) throws IOException {
        Path device = Path.of(Files.getFileStore(disk).name()).getFileName();
        return Path.of("/sys/fs/ext4").resolve(device).resolve("trigger_fs_error");
    }

    private record Fault(Path error) implements FaultedChange.Fault {
        @Override
        public void begin() {
            try {
                Files.writeString(error, "1");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean end() {
            return false; // until it is mounted anew
        }
    }
}
