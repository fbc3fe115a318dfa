package io.inlay.bench.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The child processes of a run. Once they have been ended, no further one starts. Safe for many threads. */
final class Children {
    private final Set<Process> alive = new HashSet<>();
    private boolean ended;

    /**
     * Runs a child to its end, its standard input an empty pipe, its output in files.
     *
     * @param until the {@link System#nanoTime} after which it is killed
     * @return its exit code
     * @throws ChildException if it was killed, for its time or because all are being ended
     */
    int run(List<String> command, Path out, Path err, long until) throws IOException, InterruptedException {
        Process child = start(command, out.toFile(), err.toFile());
        try {
            if (!child.waitFor(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw new ChildException(ChildException.Kind.TIME, "it took longer than its time");
            }
        } finally {
            child.destroyForcibly();
            child.waitFor();
            forget(child);
        }
        if (isEnded()) {
            throw new ChildException(ChildException.Kind.INTERRUPTED, "the run was interrupted");
        }
        return child.exitValue();
    }

    private synchronized Process start(List<String> command, File out, File err) throws IOException {
        if (ended) {
            throw new ChildException(ChildException.Kind.INTERRUPTED, "the run was interrupted");
        }
        Process child = new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(err)
                .start();
        alive.add(child);
        return child;
    }

    private synchronized void forget(Process child) {
        alive.remove(child);
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    /** Kills all that run; {@link #run} throws from now on. */
    synchronized void end() {
        ended = true;
        alive.forEach(Process::destroyForcibly);
    }
}
