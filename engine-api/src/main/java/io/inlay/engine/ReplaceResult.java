package io.inlay.engine;

import java.time.Duration;

/**
 * What a committed replacement did.
 *
 * @param records entries and deletes of all runs
 * @param bytesCopied bytes of keys and values that were written anew
 * @param bytesLinked bytes of files that were taken over without being written
 * @param writersHeld how long other writers of the engine had to wait for this commit
 */
public record ReplaceResult(long records, long bytesCopied, long bytesLinked, Duration writersHeld) {}
