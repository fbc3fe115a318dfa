package io.inlay.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The real access data beside the repository. */
final class Samples {
    private static final String PROPERTY = "inlay.samples";
    private static final String ABSENT = "absent";

    private Samples() {}

    /**
     * The directory of the successive versions of the roles, or nothing where it was said that the samples are absent.
     *
     * @throws AssertionError when they are absent and nothing was said
     */
    static Optional<Path> roles() {
        String place = System.getProperty(PROPERTY, "../../shared/samples");
        if (place.equals(ABSENT)) {
            return Optional.empty();
        }
        Path roles = Path.of(place).resolve("gcp-roles").toAbsolutePath().normalize();
        if (!Files.isDirectory(roles)) {
            throw new AssertionError("this test needs the sample data in " + roles + "; -D" + PROPERTY
                    + "=DIR names another directory, -D" + PROPERTY + "=" + ABSENT + " does without");
        }
        return Optional.of(roles);
    }
}
