/**
 * Stores as a person names them: a directory, an engine's name, options as text. {@link io.inlay.cli.store.Stores} opens
 * them for reading, {@link io.inlay.cli.store.NewOrOld} for writing.
 */
@NullMarked
package io.inlay.cli.store;

import org.jspecify.annotations.NullMarked;
