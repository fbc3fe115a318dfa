package io.inlay.engine.tck;

import io.inlay.engine.EngineProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Main class of a {@link Child}: job class, provider class, directory, arguments of the job. */
final class ChildWorker {
    private ChildWorker() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        ChildJob job = make(arguments[0], ChildJob.class);
        EngineProvider provider = make(arguments[1], EngineProvider.class);
        job.run(provider, Path.of(arguments[2]), List.of(arguments).subList(3, arguments.length), out);
        // Threads that a broken engine left behind must not keep the child alive.
        System.exit(0);
    }

    private static <T> T make(String className, Class<T> type) throws ReflectiveOperationException {
        return type.cast(Class.forName(className).getDeclaredConstructor().newInstance());
    }
}
