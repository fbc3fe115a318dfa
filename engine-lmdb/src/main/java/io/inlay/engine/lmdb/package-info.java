/**
 * An engine over LMDB. The provider and its options are public; everything else, and every
 * native handle, is hidden here.
 */
@NullMarked
package io.inlay.engine.lmdb;

import org.jspecify.annotations.NullMarked;
