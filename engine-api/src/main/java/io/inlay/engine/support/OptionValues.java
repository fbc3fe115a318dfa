package io.inlay.engine.support;

import io.inlay.engine.EngineException;
import io.inlay.engine.Keys;
import io.inlay.engine.OptionSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options given as strings, checked against what an engine knows and read as values. */
public final class OptionValues {
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,18})(|B|KiB|MiB|GiB|TiB)");
    private static final List<String> UNITS = List.of("", "KiB", "MiB", "GiB", "TiB");

    private final Map<String, String> values = new TreeMap<>();

    /**
     * Merges what is given over the defaults.
     *
     * @throws EngineException INVALID for an unknown option, listing the known
     */
    public OptionValues(String engine, List<OptionSpec> known, Map<String, String> given) {
        for (OptionSpec spec : known) {
            values.put(spec.name(), spec.defaultValue());
        }
        for (Map.Entry<String, String> option : given.entrySet()) {
            if (values.replace(option.getKey(), option.getValue()) == null) {
                throw Failures.invalid("engine \"" + engine + "\" has no option \"" + Keys.printable(option.getKey())
                        + "\"; it has " + String.join(", ", values.keySet()));
            }
        }
    }

    /** An option that is {@code true} or {@code false}. */
    public boolean flag(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, "true or false");
        };
    }

    /** A number in a range, both bounds inclusive. */
    public int number(String name, int least, int most) {
        try {
            int value = Integer.parseInt(text(name));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw wrong(name, "a number from " + least + " to " + most);
    }

    /** A number of bytes, written with a unit (B, KiB, MiB, GiB, TiB) or without, in a range, both bounds inclusive. */
    public long bytes(String name, long least, long most) {
        Matcher matcher = BYTES.matcher(text(name));
        if (matcher.matches()) {
            int power = Math.max(0, UNITS.indexOf(matcher.group(2)));
            try {
                long value = Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (ArithmeticException e) {
                // told below
            }
        }
        throw wrong(name, String.format(Locale.ROOT, "bytes from %d to %d, such as 64MiB", least, most));
    }

    private String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("not an option of this engine: " + name);
        }
        return value;
    }

    private EngineException wrong(String name, String right) {
        return Failures.invalid("option " + name + "=" + Keys.printable(text(name)) + " is wrong; it takes " + right);
    }
}
