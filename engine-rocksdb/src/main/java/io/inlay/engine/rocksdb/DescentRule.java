package io.inlay.engine.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far down files are merged: through every level in which what they overlap is in proportion to what has been gathered on the
 * way. So each byte is written again a bounded number of times on its way to the last level, whatever the store's size, and the
 * levels between stay free for replacements.
 */
final class DescentRule {
    private final Tree tree;
    private final double ratio;
    private final FileContents contents;

    /**
     * Makes the rule for one instant.
     *
     * @param ratio most bytes of a level that are merged for each byte that comes from above
     */
    DescentRule(Tree tree, double ratio, FileContents contents) {
        this.tree = tree;
        this.ratio = ratio;
        this.contents = contents;
    }

    /**
     * The merge that is due for files of one level, or null.
     *
     * @param most most bytes in the merge, unless it has to go on
     * @param leave level that the files must at least reach, whatever it costs; 0 for none
     */
    @Nullable TreeStep stepFor(List<TreeFile> top, int level, long most, int leave) {
        if (TreeFile.anyBusy(top)) {
            return null;
        }
        List<TreeFile> files = new ArrayList<>(top);
        long newest = top.stream().mapToLong(TreeFile::newest).max().orElse(0);
        long bytes = TreeFile.bytes(top);
        Span span = Span.over(top);
        int reached = level;
        for (int next = level + 1; next <= tree.lastLevel(); next++) {
            List<TreeFile> met = tree.touching(next, span);
            if (met.isEmpty()) {
                reached = next;
                continue;
            }
            long more = TreeFile.bytes(met);
            boolean must = reached < leave;
            boolean urgent = level < TreePlan.FREE_LEVELS && reached < TreePlan.FREE_LEVELS;
            boolean worth = more <= ratio * bytes && bytes + more <= most;
            if (TreeFile.anyBusy(met) || !(must || worth) || !(urgent || mayMerge(files, met, newest))) {
                break;
            }
            files.addAll(met);
            bytes += more;
            span = span.joined(Span.over(met));
            reached = next;
        }
        return isUseful(files.size() > 1, level, reached, leave) ? TreeStep.merge(files, reached) : null;
    }

    /**
     * Whether a merge is not in the way of a tombstone and drops what it hides. One file that was taken in is not written again
     * for the sake of files that only reach over it.
     */
    private boolean mayMerge(List<TreeFile> files, List<TreeFile> met, long newest) {
        if (met.stream().anyMatch(file -> file.tombstone() || tree.pinnedBetween(file.oldest(), newest))) {
            return false;
        }
        TreeFile first = files.get(0);
        return files.size() > 1
                || !first.isOfOnePiece()
                || met.stream().anyMatch(file -> contents.hasKeyIn(file, first.span()));
    }

    /** Writing a file again only to put it lower serves to clear the top levels, and nothing else. */
    private static boolean isUseful(boolean merges, int level, int reached, int leave) {
        if (merges) {
            return reached > level;
        }
        return reached > level
                && (leave > 0 || level == 0 || (level < TreePlan.FREE_LEVELS && reached >= TreePlan.FREE_LEVELS));
    }
}
