package io.inlay.engine;

/** Estimates of what ranges take on disk. */
public interface Sizes extends Capability {
    /** Bytes on disk that the range takes, estimated without reading its entries. */
    long of(KeyRange range);
}
