/**
 * What {@code inlay bench} measures: {@link io.inlay.bench.catalogue.Catalogue} is one table of {@link
 * io.inlay.bench.catalogue.Row rows}, each with its sides, sizes and target. Nothing is measured here.
 */
@NullMarked
package io.inlay.bench.catalogue;

import org.jspecify.annotations.NullMarked;
