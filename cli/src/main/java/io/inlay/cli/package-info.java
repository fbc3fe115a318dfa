/**
 * The inlay command. Backends are found at run time and never imported.
 */
@NullMarked
package io.inlay.cli;

import org.jspecify.annotations.NullMarked;
