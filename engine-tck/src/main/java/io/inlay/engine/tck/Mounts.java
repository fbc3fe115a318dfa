package io.inlay.engine.tck;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commands that run a child process with a file system of its own: in a mount namespace that ends with the child, so that
 * nothing stays behind. Where the system or the user's rights do not allow that, there is none.
 */
final class Mounts {
    private Mounts() {}

    /** A directory that cannot be written to. */
    static Optional<List<String>> readOnly(Path directory) {
        return wrapper("mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"", directory);
    }

    /** A directory with an empty file system of a few mebibytes over it. */
    static Optional<List<String>> small(Path directory, int mebibytes) {
        return wrapper("mount -t tmpfs -o size=" + mebibytes + "m,mode=0700 none \"$0\" && exec \"$@\"", directory);
    }

    /** A directory with the file system of an image file over it. */
    static Optional<List<String>> image(Path image, Path directory, String options) {
        return wrapper(
                "i=$1; o=$2; shift 2; mount -o \"loop,$o\" \"$i\" \"$0\" && exec \"$@\"",
                directory,
                image.toString(),
                options);
    }

    /** A directory in which the file systems of the image files {@code *.image} are mounted, each beside its file. */
    static Optional<List<String>> images(Path directory) {
        return wrapper(
                "for i in \"$0\"/*.image; do mkdir -p \"${i%.image}\" && mount -o loop \"$i\" \"${i%.image}\" || exit 1; done;"
                        + " exec \"$@\"",
                directory);
    }

    private static Optional<List<String>> wrapper(String script, Path directory, String... more) {
        for (List<String> namespace : List.of(List.of("unshare", "-m"), List.of("unshare", "-rm"))) {
            List<String> command = new ArrayList<>(namespace);
            command.addAll(List.of("sh", "-c", script, directory.toString()));
            command.addAll(List.of(more));
            List<String> trial = new ArrayList<>(command);
            trial.add("true");
            if (succeeds(trial)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /** Whether a command can be run here and ends well. */
    static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while trying to mount", e);
        }
    }
}
