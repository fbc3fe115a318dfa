package io.inlay.bench.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDK of this machine: a Java runtime with its compiler, which sides on foreign functions need too.
 *
 * @param home its directory
 * @param version its full version
 * @param feature its feature version, such as 17
 */
public record Jdk(Path home, String version, int feature) {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final List<String> VARIABLES = List.of("INLAY_BENCH_JDK25", "JAVA25_HOME");
    private static final Pattern RELEASE = Pattern.compile("(?m)^JAVA_VERSION=\"(([0-9]+)[^\"]*)\"");

    /** From which version on code that calls native functions asks for a flag. */
    private static final int NATIVE_ACCESS = 22;

    private static final int UNSAFE_MEMORY_ACCESS = 23;

    /** Up to this version nothing is compiled for a side. */
    private static final int RUNS_EVERYTHING_ELSE = 17;

    /** The one that runs this process. */
    static Jdk current() {
        return new Jdk(
                Path.of(System.getProperty("java.home")),
                Runtime.version().toString(),
                Runtime.version().feature());
    }

    /**
     * This process's one if it is new enough, and has a compiler where more than Java 17 is asked for; else that of a variable
     * INLAY_BENCH_JDK25 or JAVA25_HOME; else the newest below {@code /usr/lib/jvm}.
     */
    public static Optional<Jdk> atLeast(int feature, Map<String, String> environment) {
        Jdk current = current();
        List<Jdk> known = new ArrayList<>();
        if (feature <= RUNS_EVERYTHING_ELSE || compiles(current.home)) {
            known.add(current);
        }
        for (String variable : VARIABLES) {
            Optional.ofNullable(environment.get(variable))
                    .map(Path::of)
                    .flatMap(Jdk::at)
                    .ifPresent(known::add);
        }
        installed().stream()
                .sorted((a, b) -> Integer.compare(b.feature, a.feature))
                .forEach(known::add);
        return known.stream().filter(jdk -> jdk.feature >= feature).findFirst();
    }

    private static List<Jdk> installed() {
        List<Jdk> found = new ArrayList<>();
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(INSTALLED)) {
            for (Path home : homes) {
                at(home).ifPresent(found::add);
            }
        } catch (IOException e) {
            // none there
        }
        return found;
    }

    static Optional<Jdk> at(Path home) {
        if (!Files.isExecutable(home.resolve("bin/java")) || !compiles(home)) {
            return Optional.empty();
        }
        try {
            Matcher release = RELEASE.matcher(Files.readString(home.resolve("release")));
            return release.find()
                    ? Optional.of(new Jdk(home, release.group(1), Integer.parseInt(release.group(2))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean compiles(Path home) {
        return Files.isExecutable(home.resolve("bin/javac"));
    }

    /** Its program, with the flags that the {@code inlay} script gives. */
    public List<String> command() {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
        if (feature >= NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature >= UNSAFE_MEMORY_ACCESS) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        return command;
    }
}
