package io.inlay.bench.compare;

import io.inlay.bench.compare.Change.Verdict;
import io.inlay.bench.result.Machine;
import io.inlay.bench.result.Origin;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.SizeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Newer results beside older ones. On the same machine, JDK and JVM options times are judged, and ratios shown beside them. Elsewhere
 * ratios are judged where all peers are other libraries by themselves: what a disk allows is another thing on another machine, and a
 * peer of Inlay's own code changes as the subject does. The figure that a target bounds and the peak of memory are judged on the same
 * ground, counts of bytes anywhere.
 *
 * <p>A time lies between its least and its median, of fewer than seven rounds its greatest; a ratio between the least over the
 * greater and the greater over the least; further figures and memory between the least and the greatest of the rounds. Two figures
 * whose intervals have a value in common are not distinguishable from noise, nor are those of fewer than two rounds.
 *
 * @param differences in what the two runs differ besides their figures; each one sentence
 * @param changes those of each row, engine and size that both have
 * @param unmatched what only one of the two has; each one sentence
 */
public record Comparison(List<String> differences, List<Change> changes, List<String> unmatched) {
    /** A comparison with copies of the lists. */
    public Comparison {
        differences = List.copyOf(differences);
        changes = List.copyOf(changes);
        unmatched = List.copyOf(unmatched);
    }

    /** Compares results. */
    public static Comparison of(Results before, Results now) {
        List<String> differences = differences(before, now);
        boolean sameGround = sameGround(before.origin(), now.origin());
        List<Change> changes = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        for (RowResult row : now.rows()) {
            for (SizeResult size : row.sizes()) {
                Optional<SizeResult> old = find(before, row, size.size());
                if (size.subject().isMeasured() && old.isPresent()) {
                    changes.addAll(new Pair(row, old.get(), size, sameGround).changes());
                } else if (size.subject().isMeasured()) {
                    unmatched.add(name(row, size) + " is only in the newer results");
                }
            }
        }
        for (RowResult row : before.rows()) {
            row.sizes().stream()
                    .filter(size -> size.subject().isMeasured()
                            && find(now, row, size.size()).isEmpty())
                    .forEach(size -> unmatched.add(name(row, size) + " is only in the older results"));
        }
        return new Comparison(differences, changes, unmatched);
    }

    private static String name(RowResult row, SizeResult size) {
        return row.id() + " on " + row.engine() + " at " + size.size();
    }

    private static Optional<SizeResult> find(Results results, RowResult like, long size) {
        return results.rows().stream()
                .filter(row -> row.id().equals(like.id()) && row.engine().equals(like.engine()))
                .flatMap(row -> row.sizes().stream())
                .filter(one -> one.size() == size && one.subject().isMeasured())
                .findFirst();
    }

    private static boolean sameGround(Origin before, Origin now) {
        return before.machine().equals(now.machine())
                && before.jdk().equals(now.jdk())
                && before.jvmOptions().equals(now.jvmOptions());
    }

    private static List<String> differences(Results before, Results now) {
        List<String> said = new ArrayList<>();
        Machine older = before.origin().machine();
        Machine newer = now.origin().machine();
        differs(
                said,
                "processor",
                older.processor() + ", " + older.cores() + " cores",
                newer.processor() + ", " + newer.cores() + " cores");
        differs(said, "memory", older.memoryBytes() + " bytes", newer.memoryBytes() + " bytes");
        differs(said, "system", older.system(), newer.system());
        differs(said, "file system", older.fileSystem(), newer.fileSystem());
        differs(said, "JDK", before.origin().jdk(), now.origin().jdk());
        differs(
                said,
                "JDK for foreign functions",
                before.origin().newJdk(),
                now.origin().newJdk());
        differs(said, "JVM options", before.origin().jvmOptions(), now.origin().jvmOptions());
        differs(
                said,
                "libraries",
                before.origin().libraries().toString(),
                now.origin().libraries().toString());
        differs(
                said,
                "rounds",
                Integer.toString(before.origin().rounds()),
                Integer.toString(now.origin().rounds()));
        if (!before.complete()) {
            said.add("the older results are partial");
        }
        if (!now.complete()) {
            said.add("the newer results are partial");
        }
        return said;
    }

    private static void differs(List<String> said, String what, String before, String now) {
        if (!before.equals(now)) {
            said.add(what + " was \"" + before + "\" and is \"" + now + "\"");
        }
    }

    /** Whether something became slower, or a figure greater, by more than the noise. */
    public boolean isSlower() {
        return changes.stream().anyMatch(change -> change.verdict() == Verdict.SLOWER);
    }
}
