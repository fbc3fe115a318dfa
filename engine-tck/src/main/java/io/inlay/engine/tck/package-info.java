/**
 * The engine contract as tests: one abstract JUnit class that an engine extends with a factory
 * method, a model engine to compare with, and decorators that spoil buffers, inject faults and
 * find leaks.
 */
@NullMarked
package io.inlay.engine.tck;

import org.jspecify.annotations.NullMarked;
