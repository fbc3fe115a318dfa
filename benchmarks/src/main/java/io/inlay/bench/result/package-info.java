/**
 * What a run measured, as it stands in its results file: least and median times, their spread, verdicts against targets, and on
 * which machine, JDK and settings. Nothing here measures or draws.
 */
@NullMarked
package io.inlay.bench.result;

import org.jspecify.annotations.NullMarked;
