/**
 * An engine that keeps its entries in a persistent sorted tree and its directory in one synced log. It is the plainest
 * implementation of the contract: slow, held wholly in the heap, and right. Other engines are compared with it.
 */
@NullMarked
package io.inlay.engine.tck.model;

import org.jspecify.annotations.NullMarked;
