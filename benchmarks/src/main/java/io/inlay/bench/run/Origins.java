package io.inlay.bench.run;

import io.inlay.bench.result.Machine;
import io.inlay.bench.result.Origin;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.Engines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Looks up where and how a run is made. */
public final class Origins {
    private static final int NEW_JDK = 22;
    private static final long GIT_SECONDS = 20;

    /** Filled by Maven. */
    private static final String VERSIONS = "versions.properties";

    private Origins() {}

    /**
     * The origin of a run that begins now.
     *
     * @param command the command line
     * @param checkout the directory of the sources; empty if it is unknown
     * @param environment variables of the environment, which may name JDKs
     */
    public static Origin of(Settings settings, String command, String checkout, Map<String, String> environment)
            throws IOException, InterruptedException {
        return new Origin(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                0,
                command,
                checkout.isEmpty() ? "unknown" : commit(Path.of(checkout)),
                Machine.of(settings.directory()),
                Jdk.current().version(),
                Jdk.atLeast(NEW_JDK, environment).map(Jdk::version).orElse(""),
                String.join(" ", Settings.jvmOptions()),
                libraries(),
                settings.quick(),
                settings.rounds());
    }

    /** Versions of libraries by their names, and classes of engines by theirs. */
    static Map<String, String> libraries() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(Origins.class.getResourceAsStream(VERSIONS))) {
            properties.load(in);
        }
        Map<String, String> versions = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> versions.put(name, properties.getProperty(name, "")));
        for (EngineProvider provider : Engines.providers().values()) {
            versions.put("engine " + provider.name(), provider.getClass().getName());
        }
        return versions;
    }

    private static String commit(Path checkout) throws InterruptedException {
        String commit = git(checkout, "rev-parse", "HEAD");
        if (commit.isEmpty()) {
            return "unknown";
        }
        return git(checkout, "status", "--porcelain").isEmpty() ? commit : commit + "+changes";
    }

    /** What git prints; nothing if it fails, is not there, or takes longer than its time. */
    private static String git(Path checkout, String command, String argument) throws InterruptedException {
        try {
            Path said = Files.createTempFile("inlay-bench", ".git");
            try {
                // into a file: a pipe that a process of git's keeps open would have no end
                Process git = new ProcessBuilder("git", "-C", checkout.toString(), command, argument)
                        .redirectOutput(said.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try {
                    boolean well = git.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0;
                    return well ? Files.readString(said).strip() : "";
                } finally {
                    git.destroyForcibly();
                }
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException e) {
            return "";
        }
    }
}
