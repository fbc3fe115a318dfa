package io.inlay.engine.lmdb;

/**
 * How the address space of this process is shared out among the stores that are open in it. While half of it is free (128 TiB on
 * x86-64, the least of the 64-bit systems), each gets the map it asks for; then a smaller one, so that there is always
 * some left for the next store and for Java. Safe for many threads.
 */
final class AddressSpace {
    private static final AddressSpace PROCESS = new AddressSpace(64L << 40, 64L << 30);

    private static final long SPARE_FACTOR = 4;

    private final long plenty;
    private final long less;
    private long taken;

    /**
     * Makes a space of which nothing is taken.
     *
     * @param plenty bytes up to which maps are as large as asked for
     * @param less bytes of a map beyond
     */
    AddressSpace(long plenty, long less) {
        this.plenty = plenty;
        this.less = less;
    }

    /** That of this process. */
    static AddressSpace ofProcess() {
        return PROCESS;
    }

    /**
     * Takes space for a map.
     *
     * @param asked the most it may be
     * @param used bytes that the store has already; the map is at least four times as large, if as much is asked for
     * @return its size
     */
    synchronized long take(long asked, long used) {
        long size = taken + asked <= plenty ? asked : Math.min(asked, Math.max(less, SPARE_FACTOR * used));
        taken += size;
        return size;
    }

    /** Gives back what was taken, or a part that could not be used. */
    synchronized void giveBack(long bytes) {
        taken -= bytes;
    }
}
