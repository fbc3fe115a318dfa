package io.inlay.sync.key;

/**
 * The keys that belong to no sync, and the range that holds everything.
 *
 * <p>The layout stamp says by which version of this key layout a store was written. It lies in none of the ranges of a
 * sync, so replacing or deleting syncs never touches it.
 */
public final class Keyspace {
    /** The version of the key layout that this package reads and writes. */
    public static final int LAYOUT_VERSION = 1;

    private static final byte ROOT = 3;
    private static final byte META = (byte) 0xFF;

    private Keyspace() {}

    /** What every key of this layout starts with, the stamp's included: {@code 03}. */
    public static byte[] prefix() {
        return new byte[] {ROOT};
    }

    /** Key of the layout stamp: {@code 03 FF "layout"}. */
    public static byte[] layoutKey() {
        return new byte[] {ROOT, META, 'l', 'a', 'y', 'o', 'u', 't'};
    }

    /** Value of the layout stamp of a version: an unsigned 32-bit big-endian number. */
    public static byte[] layoutValue(int version) {
        return new byte[] {(byte) (version >>> 24), (byte) (version >>> 16), (byte) (version >>> 8), (byte) version};
    }
}
