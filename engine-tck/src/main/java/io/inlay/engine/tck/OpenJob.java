package io.inlay.engine.tck;

import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Opens the directory to "write" or to "read", one after the other, prints how that went, and waits to be killed. */
final class OpenJob implements ChildJob {
    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out)
            throws InterruptedException {
        for (String how : arguments) {
            try {
                provider.open(directory, Map.of(OptionSpec.READ_ONLY.name(), String.valueOf(how.equals("read"))));
                out.println("opened");
            } catch (EngineException e) {
                out.println(e.kind());
            }
        }
        new CountDownLatch(1).await();
    }
}
