package io.inlay.bench;

import io.inlay.bench.report.Report;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a run leaves {@code results.json} and {@code report.html}. */
final class OutDirectory {
    private final Path directory;

    private OutDirectory(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory if it is absent, and tries whether it can be written. */
    static OutDirectory of(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".inlay-bench", ".tmp"));
            return new OutDirectory(directory);
        } catch (IOException e) {
            throw new UsageException(
                    ExitCode.BAD_USAGE, "--out " + directory + " cannot be written; name another directory");
        }
    }

    /** Puts both files in the place of older ones. */
    void write(Results results) throws IOException {
        ResultsFile.write(json(), ResultsFile.json(results));
        ResultsFile.write(page(), Report.html(results));
    }

    Path json() {
        return directory.resolve("results.json");
    }

    Path page() {
        return directory.resolve("report.html");
    }
}
