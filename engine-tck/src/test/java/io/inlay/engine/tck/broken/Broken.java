package io.inlay.engine.tck.broken;

import io.inlay.engine.Engine;
import java.util.function.UnaryOperator;

/** An engine with a fault. */
interface Broken {
    /** Name of the test that must fail. */
    String test();

    /** Breaks an engine. */
    UnaryOperator<Engine> fault();
}
