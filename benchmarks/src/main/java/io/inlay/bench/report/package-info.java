/**
 * The report: results as one self-contained HTML page with charts drawn in SVG, which needs neither network nor script.
 */
@NullMarked
package io.inlay.bench.report;

import org.jspecify.annotations.NullMarked;
