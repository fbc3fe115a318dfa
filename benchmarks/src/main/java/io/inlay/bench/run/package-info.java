/**
 * Runs rows of the catalogue: every side is prepared and measured in child processes of its own, in turns, within a budget of time;
 * what they leave behind is removed on any ending.
 */
@NullMarked
package io.inlay.bench.run;

import org.jspecify.annotations.NullMarked;
