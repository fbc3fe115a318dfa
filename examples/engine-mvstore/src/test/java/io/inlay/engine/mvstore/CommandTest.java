package io.inlay.engine.mvstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.cli.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command finds this engine because it is on the class path, and works with it. */
class CommandTest {
    private static final String ACCESS = """
            #sync	0123456789abcdef0123456789abcdef01234567	2026-01-01T00:00:00Z
            T	user
            T	group
            R	user	ann
            R	group	ops
            E	group	ops	member
            G	group	ops	member	user	ann
            """;

    @TempDir
    Path directory;

    private static String inlay(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(printed).isZero();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void the_command_lists_it() throws Exception {
        assertThat(inlay("engines")).contains("lmdb\n", "mvstore\n", "rocksdb\n");
    }

    @Test
    void the_command_imports_into_it_and_verifies() throws Exception {
        Path access = Files.writeString(directory.resolve("access.tsv"), ACCESS);
        String store = directory.resolve("store").toString();
        inlay("import", "--into", store, "--engine", "mvstore", access.toString());
        assertThat(inlay("inspect", store)).contains("mvstore");
        inlay("verify", store);
    }
}
