package io.inlay.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes commands, giving its console to those that take one. */
final class ConsoleFactory implements CommandLine.IFactory {
    private final Console console;

    ConsoleFactory(Console console) {
        this.console = console;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        try {
            Constructor<K> withConsole = type.getDeclaredConstructor(Console.class);
            return withConsole.newInstance(console);
        } catch (NoSuchMethodException e) {
            return CommandLine.defaultFactory().create(type);
        }
    }
}
