package io.inlay.bench.compare;

import io.inlay.bench.compare.Change.Figure;
import io.inlay.bench.compare.Change.Verdict;
import io.inlay.bench.result.Interval;
import io.inlay.bench.result.Machine;
import io.inlay.bench.result.Origin;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.SideResult;
import io.inlay.bench.result.SizeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Newer results beside older ones. A time lies between its least and its median, a ratio between the least over the median and the
 * median over the least; two figures whose intervals have a value in common are not distinguishable from noise. Rows with a peer are
 * judged by their ratio, where both were measured on the same feature version of the JDK. The others are judged by their time, and
 * only where machine, JDK and JVM options are the same.
 *
 * @param differences in what the two runs differ besides their figures; each one sentence
 * @param changes one for each row, engine and size that both have
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
                old.flatMap(older -> change(row, older, size, sameGround))
                        .ifPresentOrElse(
                                changes::add, () -> unmatched.add(name(row, size) + " is only in the newer results"));
            }
        }
        for (RowResult row : before.rows()) {
            row.sizes().stream()
                    .filter(size -> find(now, row, size.size()).isEmpty())
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

    private static Optional<Change> change(RowResult row, SizeResult before, SizeResult now, boolean sameGround) {
        if (!now.subject().isMeasured()) {
            return Optional.empty();
        }
        if (samePeers(before, now)) {
            return Optional.of(Change.of(
                    row.id(),
                    row.engine(),
                    now.size(),
                    Figure.RATIO,
                    before.ratio().orElseThrow(),
                    now.ratio().orElseThrow(),
                    before.subject().jdk() == now.subject().jdk()));
        }
        return Optional.of(Change.of(
                row.id(),
                row.engine(),
                now.size(),
                Figure.TIME,
                Interval.of(before.subject()),
                Interval.of(now.subject()),
                sameGround));
    }

    /** Whether both have measured the same peers, at least one. */
    private static boolean samePeers(SizeResult before, SizeResult now) {
        return !peers(now).isEmpty() && peers(now).equals(peers(before));
    }

    private static List<String> peers(SizeResult size) {
        return size.sides().stream()
                .filter(side -> side.role() == SideResult.Role.PEER && side.isMeasured())
                .map(SideResult::title)
                .toList();
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

    /** Whether something became slower by more than the noise. */
    public boolean isSlower() {
        return changes.stream().anyMatch(change -> change.verdict() == Verdict.SLOWER);
    }
}
