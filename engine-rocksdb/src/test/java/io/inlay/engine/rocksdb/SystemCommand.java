package io.inlay.engine.rocksdb;

import java.io.IOException;

/** Runs a command of the system for a test. */
final class SystemCommand {
    private SystemCommand() {}

    /** Whether the command could be run and ended well. */
    static boolean succeeds(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
