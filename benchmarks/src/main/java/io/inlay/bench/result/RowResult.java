package io.inlay.bench.result;

import io.inlay.bench.catalogue.Target;
import io.inlay.bench.result.Goal.Verdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one row of the catalogue measured on one engine.
 *
 * @param id its name in the catalogue
 * @param title what was measured
 * @param engine on which engine
 * @param goal its target and how it was met; null if it has none
 * @param sizes what was measured at each size, ascending
 * @param remarks what a reader has to know, such as that it was left out and why; each one sentence
 */
public record RowResult(
        String id, String title, String engine, @Nullable Goal goal, List<SizeResult> sizes, List<String> remarks) {
    /** Spreads above this are measured again, and what stays above it is not to be quoted. */
    public static final double GREATEST_SPREAD = 0.25;

    /** A result with copies of the lists. */
    public RowResult {
        sizes = List.copyOf(sizes);
        remarks = List.copyOf(remarks);
    }

    /**
     * A row judged by its target, if it has one.
     *
     * @param onDisk whether data lay on a disk; if not, nothing is said against a durable copy
     */
    public static RowResult of(
            String id,
            String title,
            String engine,
            Optional<Target> target,
            List<SizeResult> sizes,
            List<String> remarks,
            boolean onDisk) {
        Goal goal = target.map(one -> goal(one, sizes, onDisk)).orElse(null);
        return new RowResult(id, title, engine, goal, sizes, remarks);
    }

    private static Goal goal(Target target, List<SizeResult> sizes, boolean onDisk) {
        int jdk = sizes.isEmpty() ? 0 : sizes.get(0).subject().jdk();
        double bound = target.on(jdk);
        Optional<Interval> value = value(target, sizes);
        Verdict verdict = Verdict.NOT_MEASURED;
        if (value.isPresent()) {
            boolean reached = target.kind().reaches(value.get().value(), bound);
            Verdict told = reached ? Verdict.REACHED : Verdict.MISSED;
            verdict = isQuotable(target, sizes, onDisk) ? told : Verdict.NOT_QUOTABLE;
        }
        return new Goal(target.kind(), target.figure(), bound, value.orElse(Interval.exactly(0)), verdict);
    }

    private static boolean isQuotable(Target target, List<SizeResult> sizes, boolean onDisk) {
        if (target.kind() == Target.Kind.FIGURE) {
            return sizes.stream().allMatch(size -> size.subject().isJudgeable());
        }
        boolean againstNoDisk = !onDisk && sizes.stream().anyMatch(SizeResult::isAgainstDisk);
        return !againstNoDisk
                && sizes.stream().allMatch(size -> size.isJudgeable() && size.spread() <= GREATEST_SPREAD);
    }

    private static Optional<Interval> value(Target target, List<SizeResult> sizes) {
        if (sizes.isEmpty()) {
            return Optional.empty();
        }
        SizeResult last = sizes.get(sizes.size() - 1);
        return switch (target.kind()) {
            case RATIO -> last.ratio();
            case SPEEDUP -> last.ratio().map(ratio -> Interval.exactly(1).dividedBy(ratio));
            case GROWTH -> growth(sizes);
            case FIGURE ->
                Optional.of(last.subject().median(target.figure()))
                        .filter(value -> !value.isNaN())
                        .map(Interval::exactly);
        };
    }

    /** Time per record at the greatest size divided by that at the smallest. */
    private static Optional<Interval> growth(List<SizeResult> sizes) {
        SideResult first = sizes.get(0).subject();
        SideResult last = sizes.get(sizes.size() - 1).subject();
        if (sizes.size() < 2 || first.records() == 0 || last.records() == 0) {
            return Optional.empty();
        }
        Interval ratio = Interval.of(last).dividedBy(Interval.of(first));
        double records = (double) last.records() / first.records();
        return Optional.of(ratio.dividedBy(Interval.exactly(records)));
    }
}
