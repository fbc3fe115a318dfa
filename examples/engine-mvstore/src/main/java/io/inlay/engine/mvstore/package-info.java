/**
 * An engine over MVStore, the storage of the H2 database: a B-tree that is written as whole new versions to the end of one
 * file. A view is a root of the tree and a mark that keeps its pages; a batch is one version; a replacement goes through the
 * redo log of {@code engine-api}, because MVStore would need it in the heap.
 */
@NullMarked
package io.inlay.engine.mvstore;

import org.jspecify.annotations.NullMarked;
