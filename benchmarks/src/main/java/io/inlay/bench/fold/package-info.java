/**
 * What folds cost: {@link io.inlay.bench.fold.FoldCrossover} sets patches against rebuilds, {@link
 * io.inlay.bench.fold.FoldSeries} looks at a sync after many folds.
 */
@NullMarked
package io.inlay.bench.fold;

import org.jspecify.annotations.NullMarked;
