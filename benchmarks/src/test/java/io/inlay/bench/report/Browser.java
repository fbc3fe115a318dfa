package io.inlay.bench.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Headless Chromium, one process for each page. One that hangs for two minutes is killed; one that hangs or fails is tried anew, twice. */
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
    private static final long SECONDS = 120;
    private static final long KILL_SECONDS = 10;
    private static final int ATTEMPTS = 3;

    private final Path program;
    private final Path directory;

    private Browser(Path program, Path directory) {
        this.program = program;
        this.directory = directory;
    }

    /** The browser of this machine that tells its version, if there is one; its files go below a directory. */
    static Optional<Browser> find(Path directory) throws IOException, InterruptedException {
        for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            for (String name : entry.isEmpty() ? List.<String>of() : NAMES) {
                Browser browser = new Browser(Path.of(entry).resolve(name), directory);
                if (Files.isExecutable(browser.program) && browser.isAlive()) {
                    return Optional.of(browser);
                }
            }
        }
        return Optional.empty();
    }

    /** A program of that name may be there that only tells how to install a browser. */
    private boolean isAlive() throws IOException, InterruptedException {
        return run(List.of(program.toString(), "--version"), Files.createTempDirectory(directory, "version"))
                .filter(said -> !said.page().isBlank())
                .isPresent();
    }

    /** What it printed: the page as it stands after it was laid out, and what it logged. */
    record Shown(String page, String log) {}

    /** Opens a page in a window of some width, and gives it as it is then. */
    Shown page(Path page, int width) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Shown> shown =
                    open(page, width, "--dump-dom").filter(one -> !one.page().isBlank());
            if (shown.isPresent()) {
                return shown.get();
            }
        }
        throw new IOException(program + " showed nothing, each time within " + SECONDS + " s: " + page);
    }

    /** Opens a page in a window of some width, and writes a picture of it. */
    void picture(Path page, int width, Path picture) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Files.deleteIfExists(picture);
            boolean ended = open(page, width, "--screenshot=" + picture).isPresent();
            if (ended && Files.exists(picture) && Files.size(picture) > 0) {
                return;
            }
        }
        throw new IOException(program + " made no picture, each time within " + SECONDS + " s: " + page);
    }

    private Optional<Shown> open(Path page, int width, String flag) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(directory, "browser");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(FLAGS);
        command.add("--user-data-dir=" + own.resolve("profile"));
        command.add("--window-size=" + width + ",900");
        command.add(flag);
        command.add(page.toUri().toString());
        return run(command, own);
    }

    /** What a command printed, if it ended well in time. */
    private static Optional<Shown> run(List<String> command, Path own) throws IOException, InterruptedException {
        File out = own.resolve("out").toFile();
        File err = own.resolve("err").toFile();
        Process process = new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(err)
                .start();
        try {
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(new Shown(Files.readString(out.toPath()), Files.readString(err.toPath())))
                    : Optional.empty();
        } finally {
            List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
            family.add(process.toHandle());
            for (ProcessHandle member : family) {
                member.destroyForcibly();
                // one that cannot be waited for was killed all the same
                member.onExit()
                        .completeOnTimeout(member, KILL_SECONDS, TimeUnit.SECONDS)
                        .join();
            }
        }
    }
}
