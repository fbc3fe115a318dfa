package io.inlay.cli.quickstart;

import java.time.Duration;

/**
 * One watched compaction.
 *
 * @param check time of the first checks
 * @param stage time in which runs were written that nobody sees
 * @param commit time of the commit, without that for which the watchers held it
 * @param writersHeld how long other writers of the base had to wait
 * @param bytesCopied bytes of keys and values written anew
 * @param bytesLinked bytes of files taken over without being written
 * @param scanner rounds of the reader of everything
 * @param prober rounds of the reader of the ends of all ranges
 */
public record Compaction(
        Duration check,
        Duration stage,
        Duration commit,
        Duration writersHeld,
        long bytesCopied,
        long bytesLinked,
        Rounds scanner,
        Rounds prober) {}
