package io.inlay.engine.lmdb;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of one key of a block.
 *
 * @param rest of the key, after what the block's keys share
 * @param value null to delete
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
record Change(byte[] rest, byte @Nullable [] value) {}
