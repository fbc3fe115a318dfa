package io.inlay.cli.quickstart;

import io.inlay.sync.bulk.ProgressListener;

/** Is told what is being done, and how far it is. */
public interface Steps extends ProgressListener {
    /** Called when something begins. */
    void step(String what);
}
