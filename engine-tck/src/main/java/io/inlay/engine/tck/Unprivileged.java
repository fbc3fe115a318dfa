package io.inlay.engine.tck;

import java.util.ArrayList;
import java.util.List;

/** A command that runs a child process for which permissions of files hold, whoever runs the tests. */
final class Unprivileged {
    /** What lets root pass over permissions. Without it, and still root, the child can read the class path as the parent does. */
    private static final String RIGHTS = "-dac_override,-dac_read_search,-fowner";

    private static final List<String> COMMAND =
            List.of("setpriv", "--bounding-set=" + RIGHTS, "--inh-caps=" + RIGHTS, "--");

    private Unprivileged() {}

    /** The command; empty where it cannot be run, as for a user who has no such rights to lose. */
    static List<String> wrapper() {
        List<String> trial = new ArrayList<>(COMMAND);
        trial.add("true");
        return Mounts.succeeds(trial) ? COMMAND : List.of();
    }
}
