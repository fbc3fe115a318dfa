/**
 * An engine over RocksDB. The provider and its options are public; everything else, and every
 * native handle, is hidden here.
 */
@NullMarked
package io.inlay.engine.rocksdb;

import org.jspecify.annotations.NullMarked;
