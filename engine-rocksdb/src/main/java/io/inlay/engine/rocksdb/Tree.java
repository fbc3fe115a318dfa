package io.inlay.engine.rocksdb;

import io.inlay.engine.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The files of the store by level, and the states that are pinned, at one instant. Immutable. */
final class Tree {
    private final List<List<TreeFile>> levels = new ArrayList<>();
    private final long[] pinned;

    /**
     * Makes a tree.
     *
     * @param files in any order, except that those of level 0 stand newest first
     * @param levelCount number of levels that there can be
     * @param pinned sequence numbers of the open snapshots
     */
    Tree(List<TreeFile> files, int levelCount, long[] pinned) {
        for (int level = 0; level < levelCount; level++) {
            levels.add(new ArrayList<>());
        }
        files.forEach(file -> levels.get(file.level()).add(file));
        levels.subList(1, levelCount)
                .forEach(level -> level.sort(
                        (a, b) -> Keys.compare(a.span().first(), b.span().first())));
        this.pinned = pinned.clone();
        Arrays.sort(this.pinned);
    }

    int lastLevel() {
        return levels.size() - 1;
    }

    List<TreeFile> level(int level) {
        return levels.get(level);
    }

    /** The files of a level that touch a span. */
    List<TreeFile> touching(int level, Span span) {
        return touching(level, span::touches);
    }

    /** The files of a level that touch any of some spans. */
    List<TreeFile> touching(int level, List<Span> spans) {
        return touching(level, file -> spans.stream().anyMatch(file::touches));
    }

    private List<TreeFile> touching(int level, Predicate<Span> wanted) {
        return levels.get(level).stream()
                .filter(file -> wanted.test(file.span()))
                .toList();
    }

    /** Whether a level below the given one holds a file that touches a span. */
    boolean hasBelow(int level, Span span) {
        for (int below = level + 1; below < levels.size(); below++) {
            for (TreeFile file : levels.get(below)) {
                if (file.span().touches(span)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a level above the given one holds a file that touches a span. */
    boolean hasAbove(int level, Span span) {
        for (int above = 0; above < level; above++) {
            for (TreeFile file : levels.get(above)) {
                if (file.span().touches(span)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an open snapshot sees entries as old as the one and none as new as the other, so that both must be kept. */
    boolean pinnedBetween(long older, long newer) {
        for (long sequence : pinned) {
            if (older <= sequence && sequence < newer) {
                return true;
            }
        }
        return false;
    }

    /** Whether every open snapshot sees a sequence number. */
    boolean seenByAll(long sequence) {
        return pinned.length == 0 || sequence <= pinned[0];
    }

    /** The greatest sequence number in any file: it grows with each flush and each ingest, and by nothing else. */
    long newest() {
        return levels.stream()
                .flatMap(List::stream)
                .mapToLong(TreeFile::newest)
                .max()
                .orElse(0);
    }

    Set<String> names() {
        return levels.stream().flatMap(List::stream).map(TreeFile::name).collect(Collectors.toSet());
    }
}
