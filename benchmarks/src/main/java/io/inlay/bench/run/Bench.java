package io.inlay.bench.run;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import io.inlay.bench.catalogue.Side;
import io.inlay.bench.result.Machine;
import io.inlay.bench.result.Sample;
import io.inlay.bench.work.WorkPlace;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where sides are put to work: the working directory, with its prepared data, and the child processes. Each call runs one child. For
 * one thread, except that {@link Children#end} may come from another.
 */
final class Bench {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private final Path directory;
    private final Children children;
    private final Map<String, String> environment;
    private final boolean inMemory;

    Bench(Path directory, Children children, Map<String, String> environment) throws IOException {
        this.directory = directory;
        this.children = children;
        this.environment = environment;
        this.inMemory = Machine.keepsInMemory(Files.getFileStore(directory).type());
    }

    /** Whether the working directory's file system has no disk. */
    boolean isInMemory() {
        return inMemory;
    }

    /** The JDK that a side runs on: that of this process, if it is new enough. */
    Optional<Jdk> jdk(Side side) {
        return Jdk.atLeast(side.leastJdk(), environment);
    }

    /** Prepares a side in a child process. */
    void prepare(Side side, Jdk jdk, WorkPlace place, long until) throws InterruptedException {
        child(Round.PREPARE, side, jdk, place, until);
    }

    /** Measures a side once in a child process. */
    Sample measure(Side side, Jdk jdk, WorkPlace place, long until) throws InterruptedException {
        List<String> lines = child(Round.MEASURE, side, jdk, place, until);
        try {
            return new Gson().fromJson(lines.get(lines.size() - 1), Sample.class);
        } catch (JsonSyntaxException | IndexOutOfBoundsException e) {
            throw new ChildException(ChildException.Kind.FAILED, "it printed no figures");
        }
    }

    /** Where the rows that share data find it, and where a side works. */
    WorkPlace place(String data, Side side, String engine, long size) {
        return new WorkPlace(
                directory.resolve("data").resolve(data + "-" + engine + "-" + size),
                directory.resolve("scratch"),
                engine,
                size,
                side.options());
    }

    /** Removes all prepared data. */
    void forgetData() {
        try {
            DurableFiles.deleteTree(directory.resolve("data"));
        } catch (IOException e) {
            throw new UncheckedIOException("removing prepared data: " + e.getMessage(), e);
        }
    }

    private List<String> child(String what, Side side, Jdk jdk, WorkPlace place, long until)
            throws InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        try {
            Files.createDirectories(place.data());
            Files.createDirectories(place.scratch());
            try {
                int code = children.run(command(what, side, jdk, place), out, err, until);
                if (code != 0) {
                    throw new ChildException(ChildException.Kind.FAILED, reason(code, err));
                }
            } finally {
                DurableFiles.deleteTree(place.scratch());
            }
            return Files.readAllLines(out);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": " + e.getMessage(), e);
        }
    }

    private static List<String> command(String what, Side side, Jdk jdk, WorkPlace place) {
        List<String> command = new ArrayList<>(jdk.command());
        command.addAll(Settings.jvmOptions());
        command.addAll(List.of("-Djava.io.tmpdir=" + place.scratch(), "-cp", CLASS_PATH, Round.class.getName()));
        command.addAll(Round.arguments(what, side.work(), place));
        return command;
    }

    /** What a child said of its end: the line of its exception, else its last one. */
    private static String reason(int code, Path err) throws IOException {
        List<String> lines = new String(Files.readAllBytes(err), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        String said = lines.stream()
                .filter(line -> line.startsWith("Exception in thread"))
                .findFirst()
                .orElse(last);
        return "exit code " + code + (said.isEmpty() ? "" : ", " + said.strip());
    }
}
