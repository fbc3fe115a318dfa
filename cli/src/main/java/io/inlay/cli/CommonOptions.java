package io.inlay.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .registerTypeAdapter(Duration.class, (JsonSerializer<Duration>)
                    (time, type, context) -> new JsonPrimitive(milliseconds(time)))
            .create();

    private static final double NANOS = 1e6;
    private static final double PRECISION = 1e3;

    @Option(names = "--json", description = "Print one JSON document instead of text; times are in milliseconds.")
    private boolean json;

    @SuppressWarnings("UnusedVariable") // read by Inlay from the parsed command line
    @Option(names = "--debug", description = "Print stack traces of failures.")
    private boolean debug;

    /** Prints a result: the record as JSON when asked for, else the text. Throws where it cannot be written. */
    void print(Console console, Object result, String text) {
        console.out().println(json ? JSON.toJson(result) : text.stripTrailing());
        if (console.out().checkError()) {
            throw new UncheckedIOException("the result cannot be written to the standard output", new IOException());
        }
    }

    /** Milliseconds, to the microsecond. */
    private static double milliseconds(Duration time) {
        return Math.round(time.toNanos() / NANOS * PRECISION) / PRECISION;
    }
}
