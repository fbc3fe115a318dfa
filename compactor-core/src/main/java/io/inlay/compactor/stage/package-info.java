/**
 * Staging of a whole sync: its ranges are filled by several threads at once, each looking now and then whether the work is to
 * go on. {@link io.inlay.compactor.stage.SyncStaging} is all there is.
 */
@NullMarked
package io.inlay.compactor.stage;

import org.jspecify.annotations.NullMarked;
