package io.inlay.engine.tck;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Has writes to files fail in the middle of each {@link FaultedChange}. No file can be written past a length, the limit that the
 * system has for a process: past no byte at all, past the present length of each file of the store, and a few bytes on, which
 * cuts a write in two. For each it prints {@code <change> <kind of failure, or done> limit <bytes>}.
 */
final class FailingWritesJob implements ChildJob {
    private static final String NONE = "unlimited";

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out)
            throws IOException {
        Files.createDirectory(directory);
        int percent = Integer.parseInt(arguments.get(0));
        List<Long> limits = portion(percent, lengths(provider, directory.resolve("lengths")));
        int store = 0;
        for (String name : FaultedChange.NAMES) {
            for (long limit : limits) {
                Path place = directory.resolve("store-" + store++);
                FaultedChange change = new FaultedChange(provider, place, name);
                String outcome = change.make(new Limit(limit));
                out.println(name + " " + outcome + " limit " + limit);
                change.reopen(outcome);
                DurableFiles.deleteTree(place);
            }
        }
    }

    /** No length, those of a filled store's files, and a little more. */
    private static Set<Long> lengths(EngineProvider provider, Path place) throws IOException {
        Set<Long> lengths = new TreeSet<>(Set.of(0L));
        try (Engine engine = provider.open(place, Map.of())) {
            FaultedChange.fill(engine);
            for (Path file : Directories.tree(place)) {
                try {
                    BasicFileAttributes attributes =
                            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (attributes.isRegularFile()) {
                        lengths.add(attributes.size());
                        lengths.add(attributes.size() + 9);
                    }
                } catch (NoSuchFileException e) {
                    // the engine has removed it meanwhile
                }
            }
        }
        DurableFiles.deleteTree(place);
        return lengths;
    }

    /** So many percent of the lengths, at least the first, from all over them. */
    private static List<Long> portion(int percent, Set<Long> lengths) {
        List<Long> all = List.copyOf(new TreeSet<>(lengths));
        int count = Math.max(1, all.size() * percent / 100);
        return IntStream.range(0, count)
                .mapToObj(i -> all.get(i * all.size() / count))
                .toList();
    }

    /** No file of this process grows past a length. */
    private record Limit(long bytes) implements FaultedChange.Fault {
        @Override
        public void begin() {
            set(String.valueOf(bytes));
        }

        @Override
        public boolean end() {
            set(NONE);
            return true;
        }

        private static void set(String bytes) {
            String self = String.valueOf(ProcessHandle.current().pid());
            if (!Mounts.succeeds(List.of("prlimit", "--pid", self, "--fsize=" + bytes + ":"))) {
                throw new AssertionError("cannot limit the length of files to " + bytes);
            }
        }
    }
}
