package io.inlay.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The real access data beside the repository. */
final class Samples {
    private static final String PROPERTY = "inlay.samples";

    private Samples() {}

    /** The directory of the successive versions of the roles. Where it is absent, that is said aloud and nothing is returned. */
    static Optional<Path> roles() {
        Path samples = Path.of(System.getProperty(PROPERTY, "../../shared/samples"));
        Path roles = samples.resolve("gcp-roles").toAbsolutePath().normalize();
        if (!Files.isDirectory(roles)) {
            System.out.println("not verified: what needs the sample data, which is not in " + roles + "; -D" + PROPERTY
                    + "=DIR names another directory");
            return Optional.empty();
        }
        return Optional.of(roles);
    }
}
