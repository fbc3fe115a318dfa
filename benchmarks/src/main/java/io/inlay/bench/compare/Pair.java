package io.inlay.bench.compare;

import io.inlay.bench.catalogue.Side;
import io.inlay.bench.catalogue.Target;
import io.inlay.bench.compare.Change.Figure;
import io.inlay.bench.compare.Change.Verdict;
import io.inlay.bench.result.Goal;
import io.inlay.bench.result.Interval;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.Sample;
import io.inlay.bench.result.SideResult;
import io.inlay.bench.result.SizeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One row and size, measured before and now.
 *
 * @param sameGround whether machine, JDK and JVM options of the two runs are the same
 */
record Pair(RowResult row, SizeResult before, SizeResult now, boolean sameGround) {
    /** With fewer rounds the median lies too near the least time by chance: the greatest takes its place. */
    private static final int MANY_ROUNDS = 7;

    /** Figures of this name count bytes, which are the same on every machine. */
    private static final String BYTES = "bytes.";

    /** What there is to say of it: its speed, the figure that its target bounds, its memory. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        changes.add(speed());
        Goal goal = row.goal();
        if (goal != null && goal.kind() == Target.Kind.FIGURE && has(goal.figure())) {
            changes.add(further(
                    Figure.FIGURE,
                    goal.figure(),
                    figure(before.subject(), goal.figure()),
                    figure(now.subject(), goal.figure()),
                    sameGround() || goal.figure().startsWith(BYTES)));
        }
        if (before.subject().anonymousBytes() > 0 && now.subject().anonymousBytes() > 0) {
            changes.add(further(Figure.MEMORY, "", memory(before.subject()), memory(now.subject()), sameGround()));
        }
        return changes;
    }

    private Change speed() {
        boolean samePeers = !peers(now).isEmpty() && peers(now).equals(peers(before));
        Interval ratio = samePeers ? ratio(now).dividedBy(ratio(before)) : null;
        boolean sameJdk = before.subject().jdk() == now.subject().jdk();
        if (!sameGround && sameJdk && samePeers && areOthers(before) && areOthers(now)) {
            boolean judgeable = before.isJudgeable() && now.isJudgeable();
            return change(Figure.RATIO, "", ratio(before), ratio(now), null, true, judgeable);
        }
        boolean judgeable = before.subject().isJudgeable() && now.subject().isJudgeable();
        return change(
                Figure.TIME, "", time(before.subject()), time(now.subject()), ratio, sameGround && sameJdk, judgeable);
    }

    private Change further(Figure figure, String name, Interval older, Interval newer, boolean comparable) {
        boolean judgeable = before.subject().isJudgeable() && now.subject().isJudgeable();
        return change(figure, name, older, newer, null, comparable, judgeable);
    }

    private Change change(
            Figure figure,
            String name,
            Interval older,
            Interval newer,
            @Nullable Interval ratio,
            boolean comparable,
            boolean judgeable) {
        Verdict verdict =
                !comparable ? Verdict.NOT_COMPARABLE : judgeable ? Change.verdict(older, newer) : Verdict.NOISE;
        return new Change(
                row.id(), row.engine(), now.size(), figure, name, older, newer, newer.dividedBy(older), ratio, verdict);
    }

    /** The measured peers; a ratio is one to the same if they ran on the same feature version. */
    private static List<String> peers(SizeResult size) {
        return measuredPeers(size).stream()
                .map(side -> side.title() + ", JDK " + side.jdk())
                .toList();
    }

    private static List<SideResult> measuredPeers(SizeResult size) {
        return size.sides().stream()
                .filter(side -> side.role() == SideResult.Role.PEER && side.isMeasured())
                .toList();
    }

    private static boolean areOthers(SizeResult size) {
        return measuredPeers(size).stream().allMatch(peer -> peer.code() == Side.Code.OTHER);
    }

    private static Interval ratio(SizeResult size) {
        return time(size.subject()).dividedBy(time(size.fastestPeer().orElseThrow()));
    }

    private static Interval time(SideResult side) {
        Interval usual = Interval.of(side);
        return side.rounds().size() >= MANY_ROUNDS ? usual : spanning(usual.value(), side, Sample::nanos);
    }

    private boolean has(String figure) {
        return !Double.isNaN(before.subject().median(figure))
                && !Double.isNaN(now.subject().median(figure));
    }

    private static Interval figure(SideResult side, String name) {
        double median = side.median(name);
        return spanning(median, side, round -> round.more().getOrDefault(name, median));
    }

    private static Interval memory(SideResult side) {
        return spanning((double) side.anonymousBytes(), side, Sample::anonymousBytes);
    }

    /** From the least of the rounds to the greatest; what is below 1 counts as 1, so that it can be divided by. */
    private static Interval spanning(double value, SideResult side, ToDoubleFunction<Sample> of) {
        double least = side.rounds().stream().mapToDouble(of).min().orElse(value);
        double greatest = side.rounds().stream().mapToDouble(of).max().orElse(value);
        return new Interval(Math.max(1, value), Math.max(1, least), Math.max(1, greatest));
    }
}
