package io.inlay.bench.result;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The machine of a run.
 *
 * @param processor model of the processor
 * @param cores how many the JVM may use
 * @param memoryBytes how much memory there is
 * @param system the operating system and its version
 * @param fileSystem the kind of file system that data was written to
 */
public record Machine(String processor, int cores, long memoryBytes, String system, String fileSystem) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final String MODEL = "model name";
    private static final String AVAILABLE = "MemAvailable:";
    private static final long KIB = 1024;
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs");

    /** This machine, with data below a directory that exists. */
    public static Machine of(Path directory) throws IOException {
        return new Machine(
                model(),
                Runtime.getRuntime().availableProcessors(),
                operatingSystem().getTotalMemorySize(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Files.getFileStore(directory).type());
    }

    /** Whether a kind of file system has no disk, so that nothing is ever written to one. */
    public static boolean keepsInMemory(String fileSystem) {
        return IN_MEMORY.contains(fileSystem);
    }

    /** How much memory could be taken now without pushing out other processes; in a container at most what that allows in all. */
    public static long availableMemoryBytes() {
        long available = line(MEMORY, AVAILABLE)
                .map(text -> Long.parseLong(text.replace("kB", "").strip()) * KIB)
                .orElseGet(() -> operatingSystem().getFreeMemorySize());
        return Math.min(available, operatingSystem().getTotalMemorySize());
    }

    private static OperatingSystemMXBean operatingSystem() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    private static String model() {
        return line(PROCESSORS, MODEL)
                .map(text -> text.substring(text.indexOf(':') + 1).strip())
                .orElseGet(() -> System.getProperty("os.arch"));
    }

    /** What follows a word at the start of a line of a file, if there is such a file and line. */
    private static Optional<String> line(Path file, String start) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
