package io.inlay.engine.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a tombstone is merged with what lies below it. Files that it hides as a whole are dropped by that and cost nothing; those
 * that reach out of it are written again, so it goes down only to files of which it hides something, only as far as the bytes
 * written stay in proportion to the bytes it frees or lets sink, and never into files of which an open snapshot still sees
 * something: that would write all of them again. A tombstone that hides nothing any more rests above files that reach over its
 * gap, and is dropped where there are none.
 */
final class TombstoneRule {
    private final Tree tree;
    private final double ratio;
    private final long mostWritten;
    private final FileContents contents;

    /**
     * Makes the rule for one instant.
     *
     * @param ratio most bytes written for each byte gained
     * @param mostWritten most bytes written at once
     */
    TombstoneRule(Tree tree, double ratio, long mostWritten, FileContents contents) {
        this.tree = tree;
        this.ratio = ratio;
        this.mostWritten = mostWritten;
        this.contents = contents;
    }

    /** The merge that is due for a tombstone, or null. */
    @Nullable TreeStep stepFor(TreeFile tombstone) {
        int below = tombstone.level() + 1;
        if (!tree.hasBelow(tombstone.level(), tombstone.span())) {
            return tree.seenByAll(tombstone.newest()) ? TreeStep.merge(List.of(tombstone), below) : null;
        }
        Descent descent = new Descent(tombstone);
        for (int level = below; level <= tree.lastLevel(); level++) {
            List<TreeFile> met = tree.touching(level, descent.span);
            if (!met.isEmpty() && !descent.goesOn(met, level)) {
                break;
            }
        }
        return descent.deepest;
    }

    private final class Descent {
        private final TreeFile tombstone;
        private final List<TreeFile> files = new ArrayList<>();
        private Span span;
        private long written;
        private long dropped;
        private long gain = -1;
        private @Nullable TreeStep deepest;

        Descent(TreeFile tombstone) {
            this.tombstone = tombstone;
            this.span = tombstone.span();
            files.add(tombstone);
        }

        /** Adds what lies in the next level, and says whether the level after it may be looked at. */
        boolean goesOn(List<TreeFile> met, int level) {
            boolean hides = false;
            for (TreeFile file : met) {
                if (file.busy() || tree.pinnedBetween(file.oldest(), tombstone.newest())) {
                    return false;
                }
                if (tombstone.span().deletes(file.span()) && file.newest() < tombstone.oldest()) {
                    dropped += file.bytes();
                    hides = true;
                } else if (file.tombstone()) {
                    hides = true;
                } else {
                    written += file.bytes();
                    hides |= hidesPart(file);
                }
            }
            files.addAll(met);
            span = span.joined(Span.over(met));
            if (written > mostWritten) {
                return false;
            }
            if (hides && (written == 0 || written <= ratio * Math.max(dropped, gain()))) {
                deepest = TreeStep.merge(files, level);
            }
            return true;
        }

        private boolean hidesPart(TreeFile file) {
            return tombstone.span().touches(file.span()) && contents.hasKeyIn(file, tombstone.span());
        }

        /** What the tombstone hides of files that reach out of it, together with what lies above it and waits to sink. */
        private long gain() {
            if (gain < 0) {
                gain = contents.filled(tombstone.span());
            }
            return gain;
        }
    }
}
