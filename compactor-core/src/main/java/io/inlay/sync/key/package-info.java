/**
 * Keys of access data: sync ids, the order-preserving tuple codec, and the ranges that one sync
 * occupies.
 */
@NullMarked
package io.inlay.sync.key;

import org.jspecify.annotations.NullMarked;
