package io.inlay.cli;

import io.inlay.cli.access.AccessVersions;
import io.inlay.cli.access.AccessVersions.Version;
import io.inlay.cli.quickstart.Compaction;
import io.inlay.cli.quickstart.Fingerprint;
import io.inlay.cli.quickstart.QuickstartResult;
import io.inlay.cli.quickstart.Rounds;
import io.inlay.cli.quickstart.TrialResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a quickstart found, as text. */
final class QuickstartReport {
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_./=:,+-]+");

    private final QuickstartResult result;
    private final List<Version> versions;
    private final @Nullable Path data;

    /**
     * Prepares the text.
     *
     * @param data where the versions were read, or null
     */
    QuickstartReport(QuickstartResult result, AccessVersions versions, @Nullable Path data) {
        this.result = result;
        this.versions = versions.versions();
        this.data = data;
    }

    @Override
    public String toString() {
        return String.join("\n", intro(), contents(), trials(), verdict(), next());
    }

    private String intro() {
        StringBuilder text = new StringBuilder("""
                Version 1 was put into a base store, each later version into a source store under the same sync id, and from
                there compacted into the base while a scanner and a prober read the base.

                """);
        text.append(result.data()).append(":\n");
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            text.append(String.format(
                    "  version %d: %s, taken %s%n",
                    i + 1, version.name(), version.header().time()));
        }
        return text.toString();
    }

    private String contents() {
        List<Fingerprint> states = result.trials().get(0).states();
        Table table = new Table();
        List<String> first = new ArrayList<>(List.of(""));
        List<String> second = new ArrayList<>(List.of("bucket"));
        List<String> total = new ArrayList<>(List.of("total"));
        for (int i = 0; i < states.size(); i++) {
            first.addAll(List.of("", "version " + (i + 1)));
            second.addAll(List.of("records", "bytes"));
            total.addAll(numbers(states.get(i).records(), states.get(i).bytes()));
        }
        table.row(first);
        table.row(second);
        for (int bucket = 0; bucket < states.get(0).buckets().size(); bucket++) {
            List<String> row =
                    new ArrayList<>(List.of(states.get(0).buckets().get(bucket).bucket()));
            for (Fingerprint state : states) {
                Fingerprint.Size size = state.buckets().get(bucket);
                row.addAll(numbers(size.records(), size.bytes()));
            }
            table.row(row);
        }
        table.row(total);
        return table.toString();
    }

    private static List<String> numbers(long records, long bytes) {
        return List.of(Table.number(records), Table.number(bytes));
    }

    private String trials() {
        Table table = new Table();
        each(table, "", TrialResult::name);
        for (int i = 0; i < versions.size(); i++) {
            int version = i;
            String into = i == 0 ? "base" : "source";
            each(
                    table,
                    "import of version " + (i + 1) + " into " + into,
                    trial -> Table.time(trial.imports().get(version)));
        }
        for (int i = 1; i < versions.size(); i++) {
            compaction(table, i);
        }
        each(table, "rows of base and source compared", trial -> Table.number(trial.rowsCompared()));
        each(table, "base on disk", trial -> mebibytes(trial.baseDiskBytes()));
        each(table, "source on disk", trial -> mebibytes(trial.sourceDiskBytes()));
        return table.toString();
    }

    private void compaction(Table table, int version) {
        String of = "compaction of version " + (version + 1);
        compacted(table, of + ": check", version, one -> Table.time(one.check()));
        compacted(table, "  stage", version, one -> Table.time(one.stage()));
        compacted(table, "  commit", version, one -> Table.time(one.commit()));
        compacted(table, "  writers held", version, one -> Table.time(one.writersHeld()));
        compacted(table, "  bytes copied", version, one -> Table.number(one.bytesCopied()));
        compacted(table, "  bytes linked", version, one -> Table.number(one.bytesLinked()));
        compacted(table, "  scanner's rounds: old / new / mixed / across", version, one -> text(one.scanner()));
        compacted(table, "  prober's rounds: old / new / mixed / across", version, one -> text(one.prober()));
    }

    private void compacted(Table table, String name, int version, Function<Compaction, String> cell) {
        each(table, name, trial -> cell.apply(trial.compactions().get(version - 1)));
    }

    private void each(Table table, String name, Function<TrialResult, String> cell) {
        List<String> row = new ArrayList<>(List.of(name));
        result.trials().forEach(trial -> row.add(cell.apply(trial)));
        table.row(row);
    }

    private static String text(Rounds rounds) {
        return String.format(
                Locale.ROOT,
                "%,d / %,d / %,d / %,d",
                rounds.sawOld(),
                rounds.sawNew(),
                rounds.sawMixed(),
                rounds.across());
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }

    private String verdict() {
        if (!result.violations().isEmpty()) {
            return String.join("\n", result.violations()) + "\n";
        }
        return """
                Every round saw the whole old state or the whole new one, none the old one after the new one, and a scan went
                on across each commit. In the end base and source hold the same bytes.
                """;
    }

    private String next() {
        TrialResult first = result.trials().get(0);
        TrialResult last = result.trials().get(result.trials().size() - 1);
        StringBuilder text = new StringBuilder("Try next:\n");
        command(text, "./inlay", "inspect", first.baseDirectory());
        command(text, "./inlay", "verify", first.baseDirectory());
        command(
                text,
                "./inlay",
                "compact",
                "--from",
                last.sourceDirectory(),
                "--into",
                result.directory() + "/copy",
                "--engine",
                last.baseEngine(),
                "--sync",
                last.sync());
        if (data != null) {
            String file = data.resolve(versions.get(0).name()).toString();
            command(
                    text,
                    "./inlay",
                    "import",
                    "--into",
                    result.directory() + "/mine",
                    "--engine",
                    last.baseEngine(),
                    file);
        }
        command(text, "./inlay", "engines");
        command(text, "rm", "-r", result.directory());
        return text.toString();
    }

    private static void command(StringBuilder text, String... words) {
        text.append(' ');
        for (String word : words) {
            boolean plain = NEEDS_NO_QUOTES.matcher(word).matches();
            text.append(' ').append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        text.append('\n');
    }
}
