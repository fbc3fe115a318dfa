package io.inlay.cli;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.Engines;
import io.inlay.engine.OptionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the engines on the class path with their options. */
@Command(name = "engines", mixinStandardHelpOptions = true, description = "List the engines and their options.")
final class EnginesCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    EnginesCommand(Console console) {
        this.console = console;
    }

    private record Listed(String engine, List<OptionSpec> options) {}

    @Override
    public Integer call() {
        List<Listed> engines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (EngineProvider provider : Engines.providers().values()) {
            engines.add(new Listed(provider.name(), provider.options()));
            text.append(provider.name()).append('\n');
            for (OptionSpec option : provider.options()) {
                text.append(String.format(
                        Locale.ROOT, "  %-14s %-10s %s%n", option.name(), option.defaultValue(), option.description()));
            }
        }
        common.print(console, engines, text.toString());
        return ExitCode.DONE;
    }
}
