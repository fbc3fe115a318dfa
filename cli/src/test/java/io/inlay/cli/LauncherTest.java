package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that runs the command, with a program in Java's place that prints what it was given. */
class LauncherTest {
    @TempDir
    Path root;

    private String run(String... environment) throws Exception {
        return run(List.of("inspect", "a b"), environment);
    }

    private String run(List<String> arguments, String... environment) throws Exception {
        Files.copy(Path.of("..", "inlay"), root.resolve("inlay"));
        Files.createDirectories(root.resolve("target/inlay"));
        Files.writeString(root.resolve("target/inlay/inlay.jar"), "");
        Files.writeString(root.resolve("target/inlay/inlay-bench.jar"), "");
        script(
                root.resolve("jdk/bin/java"),
                "[ \"$1\" = -version ] && echo 'openjdk version \"17.0.1\"' || printf '<%s>' \"$@\"");
        List<String> command = new ArrayList<>(List.of("env", "JAVA_HOME=" + root.resolve("jdk")));
        command.addAll(List.of(environment));
        command.addAll(List.of("sh", root.resolve("inlay").toString()));
        command.addAll(arguments);
        Ran ran = Child.run(root, command);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.out();
    }

    private static void script(Path path, String line) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void it_runs_the_jar() throws Exception {
        String jar = root.toRealPath().resolve("target/inlay/inlay.jar").toString();
        assertThat(run("INLAY_OPTS=", "INLAY_CLASSPATH="))
                .isEqualTo("<-cp><" + jar + "><io.inlay.cli.Main><inspect><a b>");
    }

    @Test
    void further_engines_are_put_on_the_class_path() throws Exception {
        String jar = root.toRealPath().resolve("target/inlay/inlay.jar").toString();
        assertThat(run("INLAY_OPTS=-Xmx64m -ea", "INLAY_CLASSPATH=/x/my engine.jar:/x/lib.jar"))
                .isEqualTo("<-Xmx64m><-ea><-cp><" + jar
                        + ":/x/my engine.jar:/x/lib.jar><io.inlay.cli.Main><inspect><a b>");
    }

    @Test
    void the_benchmarks_have_a_jar_of_their_own() throws Exception {
        Path real = root.toRealPath();
        assertThat(run(List.of("bench", "--only", "a b"), "INLAY_OPTS=", "INLAY_CLASSPATH="))
                .isEqualTo("<-Dinlay.checkout=" + real + "><-cp><" + real.resolve("target/inlay/inlay-bench.jar")
                        + "><io.inlay.bench.Main><--only><a b>");
    }
}
