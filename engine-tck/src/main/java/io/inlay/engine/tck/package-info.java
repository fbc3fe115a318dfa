/**
 * The engine contract as tests: one abstract JUnit class that an engine extends with a factory method. Rules stand in
 * interfaces, a few to each; what must be able to die does its work in a child process. docs/contract.md lists the rules with
 * their tests.
 */
@NullMarked
package io.inlay.engine.tck;

import org.jspecify.annotations.NullMarked;
