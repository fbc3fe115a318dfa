package io.inlay.engine.rocksdb;

import io.inlay.engine.rocksdb.TreeStep.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What housekeeping does next, decided from the tree alone. In this order: merge tombstones with what they hide, sink files with
 * nothing below them, merge down what lies above. RocksDB's own compactions from level 0 to level 1 go before: level 1 is left
 * alone while they are due.
 */
final class TreePlan {
    /** Levels from 0 on that are kept free, so that a replacement finds one for its tombstones and one for its data. */
    static final int FREE_LEVELS = 3;

    /** Most bytes of one merge. */
    static final long MOST_BYTES = 384L << 20;

    /** Files in level 0 at which RocksDB compacts them by itself. */
    static final int LEVEL0_FILES = 4;

    private static final long SMALL_BYTES = 1L << 20;
    private static final double RATIO_WRITING = 5;
    private static final double RATIO_AT_REST = 10;
    private static final int MOST_LEVEL0_FILES = 2 * LEVEL0_FILES;

    private final Tree tree;
    private final boolean atRest;
    private final Set<String> settled;
    private final TombstoneRule tombstones;
    private final DescentRule descents;

    /**
     * Makes the plan of one instant.
     *
     * @param atRest whether nothing has been flushed or taken in for a while, so that no merge is in vain
     * @param settled names of files that are not to be touched for their own sake: a step on them brought nothing
     */
    TreePlan(Tree tree, boolean atRest, Set<String> settled, FileContents contents) {
        this.tree = tree;
        this.atRest = atRest;
        this.settled = settled;
        double ratio = atRest ? RATIO_AT_REST : RATIO_WRITING;
        this.tombstones = new TombstoneRule(tree, RATIO_AT_REST, MOST_BYTES, contents);
        this.descents = new DescentRule(tree, ratio, contents);
    }

    /** The next step, or null where the tree is in shape. */
    @Nullable TreeStep next() {
        TreeStep step = metadataOnly();
        if (step == null) {
            step = descent();
        }
        if (step == null && atRest && !level0IsDue() && !tree.level(0).isEmpty()) {
            step = descents.stepFor(tree.level(0), 0, MOST_BYTES, 0);
        }
        return step == null && atRest ? cleaning() : step;
    }

    private boolean level0IsDue() {
        return tree.level(0).size() >= LEVEL0_FILES || TreeFile.anyBusy(tree.level(0));
    }

    private Stream<TreeFile> candidates(int level) {
        return tree.level(level).stream().filter(file -> !file.busy() && !settled.contains(file.name()));
    }

    /** Levels between level 0 and the last, from the bottom. */
    private IntStream upwards() {
        return IntStream.iterate(tree.lastLevel() - 1, level -> level >= 1, level -> level - 1);
    }

    private @Nullable TreeStep metadataOnly() {
        return Stream.concat(
                        upwards()
                                .boxed()
                                .flatMap(this::candidates)
                                .filter(TreeFile::tombstone)
                                .map(tombstones::stepFor),
                        upwards()
                                .boxed()
                                .flatMap(this::candidates)
                                .filter(file -> !file.tombstone() && !tree.hasBelow(file.level(), file.span()))
                                .map(this::sink))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /**
     * Moves a file, and its neighbours with it, where nothing lies above them: else the file alone is named by a key that no file
     * above it spans, since a compaction of such a key touches nothing else. Where both of its ends are covered a large file takes
     * the risk that one above has that very key.
     */
    private TreeStep sink(TreeFile file) {
        int level = file.level();
        Span span = file.span();
        if (!tree.hasAbove(level, span)) {
            return TreeStep.sink(file, withNeighbours(file), tree.lastLevel());
        }
        if (!tree.hasAbove(level, span.atFirst())) {
            return TreeStep.sink(file, span.atFirst(), tree.lastLevel());
        }
        if (!tree.hasAbove(level, span.atLast())) {
            return TreeStep.sink(file, span.atLast(), tree.lastLevel());
        }
        return file.bytes() <= SMALL_BYTES
                ? TreeStep.merge(List.of(file), tree.lastLevel())
                : TreeStep.sink(file, span.atFirst(), tree.lastLevel());
    }

    private Span withNeighbours(TreeFile file) {
        List<TreeFile> level = tree.level(file.level());
        Span span = file.span();
        for (TreeFile next : level.subList(level.indexOf(file) + 1, level.size())) {
            Span wider = span.joined(next.span());
            if (next.busy() || tree.hasBelow(file.level(), wider) || tree.hasAbove(file.level(), wider)) {
                break;
            }
            span = wider;
        }
        return span;
    }

    /** Of the uppermost level that has something to merge down, the file that costs least for its size. */
    private @Nullable TreeStep descent() {
        int from = level0IsDue() ? 2 : 1;
        return IntStream.range(from, tree.lastLevel())
                .mapToObj(this::cheapest)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable TreeStep cheapest(int level) {
        return candidates(level)
                .filter(file -> !file.tombstone())
                .map(file -> descents.stepFor(List.of(file), level, MOST_BYTES, 0))
                .filter(Objects::nonNull)
                .min(Comparator.comparingDouble(step ->
                        (double) step.bytes() / Math.max(1, step.files().get(0).bytes())))
                .orElse(null);
    }

    /** Merges kept versions for snapshots that are closed by now; a file taken in as one piece has none. */
    private @Nullable TreeStep cleaning() {
        return candidates(tree.lastLevel())
                .filter(file -> !file.isOfOnePiece() && tree.seenByAll(file.newest()))
                .map(file -> TreeStep.merge(List.of(file), tree.lastLevel()))
                .findFirst()
                .orElse(null);
    }

    /**
     * What must be done before files over some spans find free levels above all that they cover.
     *
     * @param most most bytes to be merged for that, unless level 0 grows too long
     * @return null when they find them, or when it is not worth its cost
     */
    @Nullable TreeStep room(List<Span> spans, long most) {
        for (int level = 0; level < FREE_LEVELS; level++) {
            List<TreeFile> inTheWay = tree.touching(level, spans);
            if (!inTheWay.isEmpty()) {
                return level == 0 ? clearLevel0(most) : clear(inTheWay, level, most);
            }
        }
        return null;
    }

    private @Nullable TreeStep clearLevel0(long most) {
        List<TreeFile> files = tree.level(0);
        boolean tooLong = files.size() >= MOST_LEVEL0_FILES;
        TreeStep step = descents.stepFor(files, 0, most, 1);
        if (step == null) {
            return tooLong || TreeFile.bytes(files) <= most ? TreeStep.await(files) : null;
        }
        return tooLong || step.bytes() <= most ? step : null;
    }

    private @Nullable TreeStep clear(List<TreeFile> inTheWay, int level, long most) {
        TreeStep light = metadataOnly();
        if (light != null && light.bytes() <= most) {
            return light;
        }
        for (TreeFile file : inTheWay) {
            TreeStep step = descents.stepFor(List.of(file), level, most, 0);
            if (step == null) {
                step = descents.stepFor(List.of(file), level, most, FREE_LEVELS);
            }
            if (step == null) {
                return TreeStep.await(inTheWay);
            }
            if (step.bytes() <= most) {
                return step;
            }
        }
        return null;
    }

    /** Whether a step only waits. */
    static boolean isWait(TreeStep step) {
        return step.kind() == Kind.WAIT;
    }
}
