package io.inlay.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Java processes with the class path of the tests. */
final class Child {
    private static final int FIRST_JDK_THAT_WARNS = 24;

    private Child() {}

    /** The command line that runs a main class. */
    static List<String> java(List<String> options, Class<?> main, Object... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(quiet());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object arg : args) {
            command.add(arg.toString());
        }
        return command;
    }

    /** What the script gives the JVM so that it does not warn of native code. */
    private static List<String> quiet() {
        return Runtime.version().feature() < FIRST_JDK_THAT_WARNS
                ? List.of()
                : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    /** Runs a command to its end. Its output goes through files below a directory. */
    static Ran run(Path directory, List<String> command) throws IOException, InterruptedException {
        File out = Files.createTempFile(directory, "out", "").toFile();
        File err = Files.createTempFile(directory, "err", "").toFile();
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(out)
                .redirectError(err)
                .start();
        try {
            int code = process.waitFor();
            return new Ran(code, read(out), read(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(File file) throws IOException {
        return Files.readString(file.toPath(), StandardCharsets.UTF_8);
    }

    /** What to put before a command to run it with a file system of so many mebibytes mounted over a directory. */
    static Optional<List<String>> onSmallDisk(Path directory, int mebibytes) throws IOException, InterruptedException {
        return mounted("mount -t tmpfs -o size=" + mebibytes + "m none \"$0\" && exec \"$@\"", directory);
    }

    /** What to put before a command to run it with a directory mounted read-only. */
    static Optional<List<String>> readOnly(Path directory) throws IOException, InterruptedException {
        return mounted("mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"", directory);
    }

    /** The mount is seen by the command alone and ends with it. */
    private static Optional<List<String>> mounted(String script, Path directory)
            throws IOException, InterruptedException {
        for (List<String> unshared : List.of(List.of("unshare", "-m"), List.of("unshare", "-rm"))) {
            List<String> command = new ArrayList<>(unshared);
            command.addAll(List.of("sh", "-c", script, directory.toString()));
            List<String> trial = new ArrayList<>(command);
            trial.add("true");
            try {
                if (run(directory, trial).code() == 0) {
                    return Optional.of(command);
                }
            } catch (IOException e) {
                // there is no such program here
            }
        }
        return Optional.empty();
    }
}
