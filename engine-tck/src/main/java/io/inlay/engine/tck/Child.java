package io.inlay.engine.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A child process that does a {@link ChildJob} with the engine under test, so that it can be killed, starved or allowed to
 * crash. What it prints is read line by line.
 */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final Path errors;

    private Child(Process process, Path errors) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.errors = errors;
    }

    /** Starts a job in the test's directory. */
    static Child start(Fixture fixture, Class<? extends ChildJob> job, String... arguments) {
        return start(fixture, List.of(), List.of(), job, arguments);
    }

    /**
     * Starts a job.
     *
     * @param wrapper a command that runs the rest of its arguments as a command
     * @param javaOptions options for the child's JVM
     */
    static Child start(
            Fixture fixture,
            List<String> wrapper,
            List<String> javaOptions,
            Class<? extends ChildJob> job,
            String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(inheritedOptions());
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", ClassPath.of(fixture.contract().getClass()), ChildWorker.class.getName()));
        command.addAll(List.of(
                job.getName(),
                fixture.provider().getClass().getName(),
                ChildWorker.text(fixture.contract().options()),
                fixture.directory().toString()));
        command.addAll(List.of(arguments));
        Path errors = fixture.path("child-errors.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(fixture.path("").toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        Child child = new Child(Fixture.unchecked(builder::start), errors);
        fixture.closeAtEnd(child);
        return child;
    }

    /** What this JVM was told about module access and native access holds for the child too. */
    private static List<String> inheritedOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--"))
                .toList();
    }

    /** The next line; null at the end of the child's output. */
    @Nullable String line() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many lines, fewer at the end of the child's output. */
    List<String> lines(int count) {
        List<String> read = new ArrayList<>();
        while (read.size() < count) {
            String line = line();
            if (line == null) {
                break;
            }
            read.add(line);
        }
        return read;
    }

    /** All lines up to the end of the child's output. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        for (String line = line(); line != null; line = line()) {
            rest.add(line);
        }
        return rest;
    }

    /** The lines that the child has printed and that were not read yet; it prints none meanwhile. */
    List<String> ready() {
        List<String> ready = new ArrayList<>();
        try {
            while (lines.ready()) {
                ready.add(String.valueOf(lines.readLine()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ready;
    }

    /** Tells the child, which waits for a byte of input, to go on. */
    void goAhead() {
        Fixture.unchecked(() -> {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return process;
        });
    }

    long pid() {
        return process.pid();
    }

    /** Has every thread of the child stand still, none of them inside a call of the system, until {@link #goOn}. */
    void halt() {
        assertTrue(process.isAlive(), () -> "the child process ended by itself:" + errors());
        signal("STOP");
        while (!standsStill()) {
            LockSupport.parkNanos(100_000);
        }
    }

    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        assertTrue(Mounts.succeeds(List.of("kill", "-" + name, String.valueOf(pid()))), "kill -" + name);
    }

    private boolean standsStill() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid() + "/task"))) {
            return threads.allMatch(Child::standsStill);
        } catch (NoSuchFileException e) {
            throw new AssertionError("the child process ended by itself:" + errors(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a thread is stopped; one that has just ended is not, and is not there at the next look. */
    private static boolean standsStill(Path thread) {
        try {
            String status = Files.readString(thread.resolve("stat"));
            return status.startsWith("T", status.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Kills the child at once, as {@code kill -9} does, and waits until it is gone; one that has ended by itself is a failure.
     * What it printed can still be read.
     */
    void kill() {
        assertTrue(process.isAlive(), () -> "the child process ended by itself:" + errors());
        end();
    }

    private void end() {
        process.toHandle().destroyForcibly();
        await();
    }

    private int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a child process", e);
        }
    }

    /** The job came to its end and found nothing wrong. */
    void expectDone() {
        List<String> printed = rest();
        int exit = await();
        assertEquals(
                0, exit, () -> "a child process ended with " + exit + ":\n" + String.join("\n", printed) + errors());
    }

    /** What the child wrote to its standard error. */
    String errors() {
        return "\n" + Fixture.unchecked(() -> Files.readString(errors, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        end();
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
