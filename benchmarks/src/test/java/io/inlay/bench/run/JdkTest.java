package io.inlay.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {
    @TempDir
    Path home;

    private void program(String name) throws IOException {
        Path program =
                Files.createFile(Files.createDirectories(home.resolve("bin")).resolve(name));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void a_runtime_without_a_compiler_is_no_jdk() throws IOException {
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"9998.0.1\"\n");
        Map<String, String> environment = Map.of("INLAY_BENCH_JDK25", home.toString());
        program("java");
        assertThat(Jdk.at(home)).isEmpty();
        assertThat(Jdk.atLeast(9998, environment)).isEmpty();
        program("javac");
        assertThat(Jdk.at(home)).contains(new Jdk(home, "9998.0.1", 9998));
        assertThat(Jdk.atLeast(9998, environment)).contains(new Jdk(home, "9998.0.1", 9998));
    }
}
