/**
 * Works on whole syncs of the anchor data set: compactions, merges and folds, and what each is measured against. Inputs are made
 * once, every result is made in a store of its round.
 */
@NullMarked
package io.inlay.bench.work.sync;

import org.jspecify.annotations.NullMarked;
