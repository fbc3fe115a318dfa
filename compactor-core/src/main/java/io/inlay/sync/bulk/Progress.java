package io.inlay.sync.bulk;

import java.util.OptionalLong;

/**
 * How far a long call is.
 *
 * @param phase what it is at
 * @param records rows done in this phase, index rows included; in {@link Phase#COLLECT} records
 * @param bytes bytes of keys and values of these
 * @param expectedRecords what {@code records} will be at the end of the phase, estimated; absent where nothing is known
 */
public record Progress(Phase phase, long records, long bytes, OptionalLong expectedRecords) {}
