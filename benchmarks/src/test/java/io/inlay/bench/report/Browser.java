package io.inlay.bench.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Headless Chromium, one process for each page. It is killed after a minute, and tried once more. */
final class Browser {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--enable-logging=stderr");
    private static final long SECONDS = 60;

    private final Path program;
    private final Path directory;

    private Browser(Path program, Path directory) {
        this.program = program;
        this.directory = directory;
    }

    /** The browser of this machine, if it has one; its files go below a directory. */
    static Optional<Browser> find(Path directory) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .flatMap(entry -> NAMES.stream().map(Path.of(entry)::resolve))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Browser(program, directory));
    }

    /** What it printed: the page as it stands after it was laid out, and what it logged. */
    record Shown(String page, String log) {}

    /** Opens a page in a window of some width. */
    Shown open(Path page, int width, String... flags) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 2; attempt++) {
            Optional<Shown> shown = attempt(page, width, flags);
            if (shown.isPresent()) {
                return shown.get();
            }
        }
        throw new IOException(program + " hung twice for " + SECONDS + " s");
    }

    private Optional<Shown> attempt(Path page, int width, String... flags) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(directory, "browser");
        File out = own.resolve("out").toFile();
        File err = own.resolve("err").toFile();
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(FLAGS);
        command.add("--user-data-dir=" + own.resolve("profile"));
        command.add("--window-size=" + width + ",900");
        command.addAll(List.of(flags));
        command.add(page.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(err)
                .start();
        try {
            return process.waitFor(SECONDS, TimeUnit.SECONDS)
                    ? Optional.of(new Shown(Files.readString(out.toPath()), Files.readString(err.toPath())))
                    : Optional.empty();
        } finally {
            List<ProcessHandle> helpers = process.descendants().toList();
            process.destroyForcibly().waitFor();
            for (ProcessHandle helper : helpers) {
                helper.destroyForcibly();
                helper.onExit().join();
            }
        }
    }
}
