/**
 * An engine over LMDB. The provider and its options are public; everything else, and every native handle, is hidden here.
 *
 * <p>Limits: keys up to 65 536 bytes, values up to 1 GiB. Keys over 500 bytes that share their first 500 are stored as one
 * entry, which is rewritten as a whole, on the heap, when one of them changes; together with their values they can take 2 GiB.
 * The file never shrinks; {@link io.inlay.engine.Checkpoints} writes a compact copy. An open view keeps the pages it sees:
 * each commit meanwhile adds to the file what it rewrites.
 *
 * <p>Memory: reading and small writes take next to none. One transaction takes native memory for the pages it changes, at
 * most about 0.5 GiB, after which LMDB writes them out early; that memory is used again, not given back. A batch is held on
 * the heap, a run is not.
 *
 * <p>What cannot be detected: LMDB keeps no checksums, so changed bytes within keys and values go unseen. Reading checks
 * every offset it follows. Writing does not: LMDB trusts the pages it changes, so a store suspected of damage is to be
 * verified first ({@link io.inlay.engine.Verification}, or the option {@code verify}). Cutting the file while it is open is
 * not survived. On disks shared over a network LMDB is not safe; a warning is logged.
 */
@NullMarked
package io.inlay.engine.lmdb;

import org.jspecify.annotations.NullMarked;
