package io.inlay.compactor;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of its own, with the class path of this one. What it prints, errors included, is read line by line. */
public final class ChildJava implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildJava(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts one with a heap of a size as {@code -Xmx} takes it. */
    public static ChildJava start(String heap, Class<?> job, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                job.getName()));
        command.addAll(arguments);
        return new ChildJava(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads up to and with the line that starts so. */
    public List<String> readUntil(String start) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.startsWith(start)) {
                return lines;
            }
        }
        throw new AssertionError("the process ended: " + lines);
    }

    /** Ends the process as kill -9 does, once so much time has passed, and gives what it printed and was not yet read. */
    public List<String> killAfter(long millis) throws InterruptedException {
        boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
        // By its handle: the process object would close the output that is still to be read.
        process.toHandle().destroyForcibly();
        List<String> lines = output.lines().toList();
        process.waitFor();
        if (ended) {
            throw new AssertionError("the process ended by itself: " + lines);
        }
        return lines;
    }

    /** Waits for the process to end. */
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** All that was not read, to the end. */
    public List<String> rest() {
        return output.lines().toList();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
