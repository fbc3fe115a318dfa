package io.inlay.cli.access;

import java.time.Instant;

/**
 * What identifies a snapshot.
 *
 * @param commit 40 hexadecimal digits: the hash of the commit the snapshot was read from
 * @param time when it was taken
 */
public record AccessHeader(String commit, Instant time) {}
