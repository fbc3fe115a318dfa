package io.inlay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a command line did: its exit code and what it wrote. */
record Ran(int code, String out, String err) {
    static Ran inlay(Object... args) {
        return run(false, args);
    }

    static Ran run(boolean terminal, Object... args) {
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal);
        int code = Inlay.run(console, words);
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** It did what it was told and had nothing to complain about. */
    Ran done() {
        assertThat(err).isEmpty();
        assertThat(code).as(out).isZero();
        return this;
    }

    /** It ended with a code, wrote nothing to stdout, and one line to stderr that holds these parts. */
    Ran failed(int expectedCode, String... parts) {
        assertThat(err)
                .startsWith("inlay: ")
                .endsWith(System.lineSeparator())
                .contains(parts)
                .doesNotContain("\tat ");
        assertThat(err.lines()).as(err).hasSize(1);
        assertThat(out).isEmpty();
        assertThat(code).as(err).isEqualTo(expectedCode);
        return this;
    }

    JsonElement json() {
        done();
        return JsonParser.parseString(out);
    }
}
