package io.inlay.engine;

/** Something an engine can do beyond the kernel, asked for with {@link Engine#find}. */
public interface Capability {}
