package io.inlay.bench;

import io.inlay.bench.report.Report;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a run leaves {@code results.json} and {@code report.html}. */
final class OutDirectory {
    private final Path directory;

    private OutDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the directory if it is absent, and tries whether it can be written. Partial results in it may be replaced, and those that are
     * read again; the results of any other run are not, nor what is not of a run.
     *
     * @param read the results file that is read again, if any
     * @throws io.inlay.bench.result.ResultsException if what stands there as results is none
     */
    static OutDirectory of(Path directory, @Nullable Path read) {
        try {
            refuseOthers(new OutDirectory(directory), read);
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".inlay-bench", ".tmp"));
            return new OutDirectory(directory);
        } catch (IOException e) {
            throw new UsageException(
                    ExitCode.BAD_USAGE, "--out " + directory + " cannot be written; name another directory");
        }
    }

    private static void refuseOthers(OutDirectory to, @Nullable Path read) throws IOException {
        boolean exists = Files.exists(to.json(), LinkOption.NOFOLLOW_LINKS);
        if (exists && (read == null || !Files.exists(read) || !Files.isSameFile(read, to.json()))) {
            Results there = ResultsFile.read(to.json());
            if (there.complete()) {
                throw new UsageException(
                        ExitCode.BAD_USAGE,
                        to.json() + " holds the complete run of "
                                + there.origin().begun() + "; --out names another directory");
            }
        } else if (!exists && Files.exists(to.page(), LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageException(
                    ExitCode.BAD_USAGE, to.page() + " stands there without results; --out names another directory");
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
