package io.inlay.cli;

import io.inlay.sync.bulk.Phase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How long the phases of a long call took, as it is printed. */
final class Times {
    private Times() {}

    /** By the names of the phases in lower case, in their order. */
    static Map<String, Duration> of(Map<Phase, Duration> times) {
        Map<String, Duration> named = new LinkedHashMap<>();
        times.forEach((phase, time) -> named.put(phase.name().toLowerCase(Locale.ROOT), time));
        return named;
    }

    /** As the rest of a sentence, beginning with a comma: every phase, then how long writers were held. */
    static String text(Map<String, Duration> times, Duration writersHeld) {
        StringBuilder text = new StringBuilder();
        times.forEach(
                (phase, time) -> text.append(", ").append(phase).append(' ').append(Table.time(time)));
        return text.append(", writers held ").append(Table.time(writersHeld)).toString();
    }
}
