package io.inlay.engine.rocksdb;

/** What a plan has to know of files beyond their bounds. Answers may be out of date; a plan is only ever worse for that. */
interface FileContents {
    /** Estimates the bytes in files between two keys, of all levels. */
    long filled(Span span);

    /** Whether a file has an entry in a span that it touches; true where that cannot be told. */
    boolean hasKeyIn(TreeFile file, Span span);
}
