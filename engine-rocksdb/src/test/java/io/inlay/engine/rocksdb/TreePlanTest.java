package io.inlay.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.rocksdb.TreeStep.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TreePlanTest {
    private static final int LAST = TreeOptions.LEVELS - 1;
    private static final long MIB = 1L << 20;
    private static final FileContents SHARED = contents(true);
    private static final FileContents APART = contents(false);

    private static FileContents contents(boolean hasKeys) {
        return new FileContents() {
            @Override
            public long filled(Span span) {
                return 0;
            }

            @Override
            public boolean hasKeyIn(TreeFile file, Span span) {
                return hasKeys;
            }
        };
    }

    private static Span span(String first, String last) {
        return new Span(first.getBytes(StandardCharsets.US_ASCII), last.getBytes(StandardCharsets.US_ASCII));
    }

    private static TreeFile file(String name, int level, long mib, String first, String last, long sequence) {
        return new TreeFile(name, level, mib * MIB, span(first, last), sequence, sequence, false, false);
    }

    private static TreeFile tombstone(String name, int level, String first, String last, long sequence) {
        return new TreeFile(name, level, 1200, span(first, last), sequence, sequence, false, true);
    }

    private static TreePlan plan(List<TreeFile> files, boolean atRest, FileContents contents, long... pinned) {
        return new TreePlan(new Tree(files, TreeOptions.LEVELS, pinned), atRest, Set.of(), contents);
    }

    private static Stream<String> names(TreeStep step) {
        return step.files().stream().map(TreeFile::name);
    }

    private static List<TreeFile> replaced() {
        return List.of(
                file("new", LAST - 2, 60, "b", "m", 3),
                tombstone("tomb", LAST - 1, "b", "n", 2),
                file("old", LAST, 60, "b", "m", 1));
    }

    @Test
    void aTombstoneTakesWhatItHidesAndLeavesWhatIsNewer() {
        TreeStep step = plan(replaced(), false, SHARED).next();
        assertThat(step.level()).isEqualTo(LAST);
        assertThat(names(step)).containsExactly("tomb", "old");
    }

    @Test
    void aTombstoneWaitsForASnapshotThatSeesWhatItHides() {
        assertThat(plan(replaced(), true, SHARED, 1).next()).isNull();
        assertThat(plan(replaced(), true, SHARED, 2).next()).isNotNull();
    }

    @Test
    void aTombstoneIsNotMergedWithAFileThatOnlyReachesOverItsGap() {
        List<TreeFile> files = List.of(tombstone("tomb", LAST - 1, "b", "n", 2), file("around", LAST, 60, "a", "z", 1));
        assertThat(plan(files, true, APART).next()).isNull();
    }

    @Test
    void aFileWithNothingBelowSinks() {
        TreeStep step = plan(List.of(file("new", LAST - 2, 60, "b", "m", 3)), false, SHARED)
                .next();
        assertThat(step.kind()).isEqualTo(Kind.SINK);
        assertThat(step.level()).isEqualTo(LAST);
    }

    @Test
    void aFileSinksByAKeyThatNoFileAboveSpans() {
        TreeFile above = file("above", 1, 1, "a", "c", 4);
        TreeStep step = plan(List.of(above, file("new", 5, 60, "b", "m", 3)), false, SHARED)
                .next();
        assertThat(Arrays.compare(step.at().first(), step.at().last())).isZero();
        assertThat(step.at().touches(above.span())).isFalse();
    }

    @Test
    void aFileIsMergedDownOnceItIsWorthWhatItOverlaps() {
        TreeFile low = file("low", LAST, 60, "a", "z", 1);
        assertThat(plan(List.of(file("small", 5, 5, "b", "y", 3), low), false, SHARED)
                        .next())
                .isNull();
        TreeStep step = plan(List.of(file("large", 5, 13, "b", "y", 3), low), false, SHARED)
                .next();
        assertThat(step.level()).isEqualTo(LAST);
        assertThat(names(step)).containsExactly("large", "low");
    }

    @Test
    void atRestLessIsWorthAMerge() {
        List<TreeFile> files = List.of(file("upper", 5, 7, "b", "y", 3), file("low", LAST, 60, "a", "z", 1));
        assertThat(plan(files, false, SHARED).next()).isNull();
        assertThat(plan(files, true, SHARED).next()).isNotNull();
    }

    @Test
    void aFileTakenInIsNotMergedWithFilesOfOtherKeys() {
        List<TreeFile> files = List.of(file("new", 5, 60, "b", "y", 3), file("around", LAST, 60, "a", "z", 1));
        assertThat(plan(files, true, APART).next()).isNull();
    }

    @Test
    void noMergeIsLargerThanItsBound() {
        List<TreeFile> files = List.of(file("upper", 5, 300, "b", "y", 3), file("low", LAST, 300, "a", "z", 1));
        assertThat(plan(files, true, SHARED).next()).isNull();
    }

    @Test
    void levelOneIsLeftToRocksDbWhileLevelZeroIsDue() {
        TreeFile upper = file("upper", 1, 60, "b", "y", 9);
        TreeFile low = file("low", LAST, 60, "a", "z", 1);
        assertThat(plan(List.of(upper, low), false, SHARED).next()).isNotNull();
        List<TreeFile> due = Stream.concat(
                        Stream.of(upper, low),
                        Stream.of("1", "2", "3", "4").map(name -> file(name, 0, 20, "a", "z", 10)))
                .toList();
        assertThat(plan(due, false, SHARED).next()).isNull();
    }

    @Test
    void roomIsMadeByMovingWhatLiesInTheTopLevels() {
        List<TreeFile> files = List.of(file("flushed", 0, 2, "a", "z", 9), file("low", LAST, 60, "a", "z", 1));
        TreeStep step = plan(files, false, SHARED).room(List.of(span("c", "d")), 64 * MIB);
        assertThat(names(step)).containsExactly("flushed");
        assertThat(step.level()).isGreaterThanOrEqualTo(TreePlan.FREE_LEVELS);
        assertThat(plan(files.subList(1, 2), false, SHARED).room(List.of(span("c", "d")), 64 * MIB))
                .isNull();
    }

    @Test
    void versionsKeptForAClosedSnapshotAreMergedAtRest() {
        TreeFile kept = new TreeFile("kept", LAST, MIB, span("a", "b"), 1, 7, false, false);
        assertThat(plan(List.of(kept), true, SHARED, 3).next()).isNull();
        assertThat(names(plan(List.of(kept), true, SHARED).next())).containsExactly("kept");
        assertThat(plan(List.of(kept), false, SHARED).next()).isNull();
    }
}
