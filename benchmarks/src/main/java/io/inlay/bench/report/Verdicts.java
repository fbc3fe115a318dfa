package io.inlay.bench.report;

import io.inlay.bench.result.Goal.Verdict;

/** Verdicts as a reader sees them: never by colour alone. */
final class Verdicts {
    private Verdicts() {}

    /** The class that gives the colour. */
    static String kind(Verdict verdict) {
        return switch (verdict) {
            case REACHED -> "good";
            case MISSED -> "bad";
            case NOT_QUOTABLE, NOT_MEASURED -> "open";
        };
    }

    /** The words. */
    static String words(Verdict verdict) {
        return switch (verdict) {
            case REACHED -> "✓ reached";
            case MISSED -> "✗ missed";
            case NOT_QUOTABLE -> "~ not to be quoted";
            case NOT_MEASURED -> "– not measured";
        };
    }
}
