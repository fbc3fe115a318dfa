package io.inlay.engine.rocksdb;

import java.util.List;

/**
 * One piece of housekeeping.
 *
 * @param kind what to do
 * @param files the files it is about
 * @param level where they go
 * @param at what is compacted in a sink, in which there is no other file than those to move; else what the files span
 * @param bytes what it reads, and at most writes
 */
record TreeStep(Kind kind, List<TreeFile> files, int level, Span at, long bytes) {
    enum Kind {
        /** Merge the files, and by that drop what is hidden in them. */
        MERGE,
        /** Move a file, maybe with its neighbours, to the last level without reading it; nothing lies below. */
        SINK,
        /** Wait for compactions that read the files. */
        WAIT
    }

    @Override
    public String toString() {
        return kind + " " + files.size() + " files of " + bytes + " bytes from level "
                + files.get(0).level() + " to " + level + ", first "
                + files.get(0).name();
    }

    static TreeStep merge(List<TreeFile> files, int level) {
        return new TreeStep(Kind.MERGE, List.copyOf(files), level, Span.over(files), TreeFile.bytes(files));
    }

    static TreeStep sink(TreeFile file, Span at, int level) {
        return new TreeStep(Kind.SINK, List.of(file), level, at, 0);
    }

    static TreeStep await(List<TreeFile> files) {
        return new TreeStep(Kind.WAIT, List.copyOf(files), 0, Span.over(files), 0);
    }
}
