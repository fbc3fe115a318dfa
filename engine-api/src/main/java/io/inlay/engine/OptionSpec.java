package io.inlay.engine;

/**
 * A setting of an engine that can be given as a string.
 *
 * @param name in lower camel case
 * @param defaultValue what holds when it is not given
 * @param description one line: meaning, unit and range
 */
public record OptionSpec(String name, String defaultValue, String description) {
    /** Common to all engines: open without changing a byte or a name in the directory. */
    public static final OptionSpec READ_ONLY =
            new OptionSpec("readOnly", "false", "true opens without changing anything in the directory");

    /** Common to all engines: make the directory and the store where there is none. */
    public static final OptionSpec CREATE =
            new OptionSpec("create", "true", "false refuses a directory that holds no store yet");
}
