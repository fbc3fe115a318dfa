package io.inlay.engine.tck;

import io.inlay.engine.EngineProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Main class of a {@link Child}: job class, provider class, options of the contract, directory, arguments of the job. */
final class ChildWorker {
    private ChildWorker() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        ChildJob job = make(arguments[0], ChildJob.class);
        EngineProvider provider =
                new ConfiguredProvider(make(arguments[1], EngineProvider.class), options(arguments[2]));
        job.run(provider, Path.of(arguments[3]), List.of(arguments).subList(4, arguments.length), out);
        // Threads that a broken engine left behind must not keep the child alive.
        System.exit(0);
    }

    /** Options as one argument: a line for each. */
    static String text(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> options(String text) {
        return text.lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(option -> option[0], option -> option[1]));
    }

    private static <T> T make(String className, Class<T> type) throws ReflectiveOperationException {
        return type.cast(Class.forName(className).getDeclaredConstructor().newInstance());
    }
}
