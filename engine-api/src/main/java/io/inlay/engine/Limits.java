package io.inlay.engine;

/**
 * What an open engine accepts.
 *
 * @param maxKeyBytes longest key that can be written, in bytes
 * @param maxValueBytes longest value that can be written, in bytes
 * @param maxOpenViews most snapshots and cursors that can be open at once
 */
public record Limits(int maxKeyBytes, int maxValueBytes, int maxOpenViews) {}
