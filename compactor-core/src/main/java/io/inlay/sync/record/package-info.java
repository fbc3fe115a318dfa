/**
 * Values of access data: the protobuf records and scanners that read single fields from their
 * raw bytes.
 */
@NullMarked
package io.inlay.sync.record;

import org.jspecify.annotations.NullMarked;
