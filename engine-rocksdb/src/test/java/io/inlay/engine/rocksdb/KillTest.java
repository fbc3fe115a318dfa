package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that replaces and writes, again and again, and looks at what the next open finds. */
@Timeout(600)
class KillTest {
    private static final int KILLS = 5;

    @TempDir
    Path temp;

    private int replaced = -1;
    private int wrote = -1;

    @Test
    void aKillLeavesWholeGenerationsAndEverythingAcknowledged() throws Exception {
        Path directory = temp.resolve("db");
        Random random = new Random(20261122);
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            killAfter(directory, next, 2 + random.nextInt(6), random.nextInt(400));
            try (Engine engine = Entries.open(directory)) {
                next = check(engine) + 1;
            }
            // after the close, which ends housekeeping, and that stages a file now and then
            assertThat(directory.resolve("staging")).isEmptyDirectory();
        }
    }

    /** Lets the process acknowledge some replacements and then some writes before it is killed. */
    private void killAfter(Path directory, int first, int replacements, int writes)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProcess.class.getName(),
                        directory.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int replacementsLeft = replacements;
            int writesLeft = writes;
            while (replacementsLeft > 0 || writesLeft > 0) {
                boolean replacement = note(lines.readLine());
                if (replacement) {
                    replacementsLeft--;
                } else if (replacementsLeft <= 0) {
                    writesLeft--;
                }
            }
            process.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private boolean note(String line) {
        assertThat(line).as("the process ended by itself").isNotNull();
        String[] words = line.split(" ", 2);
        if (words.length == 2 && words[0].equals("replaced")) {
            replaced = Integer.parseInt(words[1]);
            return true;
        }
        if (words.length == 2 && words[0].equals("wrote")) {
            wrote = Integer.parseInt(words[1]);
        }
        return false;
    }

    private int check(Engine engine) {
        Map<String, String> large = Entries.of(engine, Entries.range("b", "c"));
        Map<String, String> small = Entries.of(engine, Entries.range("m", "n"));
        assertThat(large).hasSize(KilledProcess.ENTRIES);
        assertThat(small).hasSize(3);
        Set<String> generations = new TreeSet<>(large.values());
        generations.addAll(small.values());
        assertThat(generations).hasSize(1);
        int generation = Integer.parseInt(generations.iterator().next().split(" ", 2)[1]);
        assertThat(generation).isGreaterThanOrEqualTo(replaced);
        byte[] written = engine.get(bytes("written"));
        assertThat(written).isNotNull();
        int last = Integer.parseInt(new String(written, StandardCharsets.UTF_8));
        assertThat(last).isGreaterThanOrEqualTo(wrote);
        assertThat(engine.get(bytes("z" + last % 1000))).isEqualTo(written);
        return generation;
    }
}
