package io.inlay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Files of access data for tests. */
final class AccessData {
    /** The sync id of {@link #HEADER}. */
    static final String SYNC = "20xIYdCv5oZBw8hmyCG1na4gi6H";

    static final String HEADER = "#sync\t4622025a434526060a146dd039086265ed5dba2a\t2021-11-15T12:37:40+00:00\n";
    static final String OTHER_HEADER = "#sync\t3944a1e5e7ebc554df3ed77a822b6408de2382c5\t2023-10-09T14:27:24+00:00\n";
    static final String ROWS = """
            T\trole
            T\tuser
            R\trole\tadmin
            R\tuser\tann
            E\trole\tadmin\tuse
            G\trole\tadmin\tuse\tuser\tann
            """;

    private AccessData() {}

    static Path write(Path directory, String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** A small whole file. */
    static Path small(Path directory) throws IOException {
        return write(directory, "small.tsv", HEADER + ROWS);
    }

    /** A file of some thousand grants under the sync id {@link #SYNC}, whose names do not compress well. */
    static Path many(Path directory, String name, int grants, long seed) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append("T\trole\nT\tuser\nR\trole\tr\nE\trole\tr\tuse\n");
        Random random = new Random(seed);
        for (int i = 0; i < grants; i++) {
            text.append("G\trole\tr\tuse\tuser\tu")
                    .append(Long.toHexString(random.nextLong()))
                    .append(Long.toHexString(random.nextLong()))
                    .append('\n');
        }
        Path file = directory.resolve(name);
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return file;
    }
}
