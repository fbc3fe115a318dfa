package io.inlay.bench.run;

import io.inlay.bench.result.Machine;
import io.inlay.bench.result.Origin;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.Engines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Looks up where and how a run is made. */
public final class Origins {
    private static final int NEW_JDK = 22;
    private static final long GIT_SECONDS = 20;

    /** Where Maven leaves the versions of those libraries that figures depend on. */
    private static final List<String> LIBRARIES = List.of(
            "org.rocksdb/rocksdbjni",
            "org.lmdbjava/lmdbjava",
            "com.h2database/h2-mvstore",
            "org.openjdk.jmh/jmh-core",
            "io.inlay/engine-api");

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

    private static Map<String, String> libraries() throws IOException {
        Map<String, String> versions = new TreeMap<>();
        for (String library : LIBRARIES) {
            String file = "META-INF/maven/" + library + "/pom.properties";
            try (InputStream in = Origins.class.getClassLoader().getResourceAsStream(file)) {
                if (in != null) {
                    Properties properties = new Properties();
                    properties.load(in);
                    versions.put(
                            library.substring(library.indexOf('/') + 1), properties.getProperty("version", "unknown"));
                }
            }
        }
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

    /** What git prints; nothing if it fails or is not there. */
    private static String git(Path checkout, String command, String argument) throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "-C", checkout.toString(), command, argument)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                return git.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : "";
            } finally {
                git.destroyForcibly();
            }
        } catch (IOException e) {
            return "";
        }
    }
}
