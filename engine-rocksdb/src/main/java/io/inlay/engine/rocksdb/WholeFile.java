package io.inlay.engine.rocksdb;

import java.nio.file.Path;

/**
 * A table file that holds exactly what a cursor shows between two of its entries.
 *
 * @param path where it lies in its store
 * @param fileBytes its size
 * @param last the key of its last entry
 * @param records its entries
 * @param bytes bytes of their keys and values
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
record WholeFile(Path path, long fileBytes, byte[] last, long records, long bytes) {}
