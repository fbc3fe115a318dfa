package io.inlay.engine.tck.model;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map of byte strings. Every change yields a new map that shares all but a path with the old one, so that
 * a snapshot costs nothing. A randomised binary search tree: two trees are joined under the root of either, with odds
 * proportional to their sizes, which keeps the expected depth logarithmic. The arrays must not be changed.
 */
final class SortedEntries {
    static final SortedEntries EMPTY = new SortedEntries(null);

    private final @Nullable Node root;

    /** An entry and the entries beneath it. */
    static final class Node {
        final byte[] key;
        final byte[] value;
        private final @Nullable Node left;
        private final @Nullable Node right;
        private final int size;
        private final long bytes;

        private Node(@Nullable Node left, byte[] key, byte[] value, @Nullable Node right) {
            this.left = left;
            this.key = key;
            this.value = value;
            this.right = right;
            this.size = size(left) + 1 + size(right);
            this.bytes = bytes(left) + key.length + value.length + bytes(right);
        }

        private static int size(@Nullable Node node) {
            return node == null ? 0 : node.size;
        }

        private static long bytes(@Nullable Node node) {
            return node == null ? 0 : node.bytes;
        }
    }

    private SortedEntries(@Nullable Node root) {
        this.root = root;
    }

    /** The map of entries that ascend strictly, given as pairs of key and value. */
    static SortedEntries ofAscending(List<byte[][]> entries) {
        return new SortedEntries(balanced(entries, 0, entries.size()));
    }

    private static @Nullable Node balanced(List<byte[][]> entries, int from, int until) {
        if (from == until) {
            return null;
        }
        int middle = (from + until) >>> 1;
        byte[][] entry = entries.get(middle);
        return new Node(balanced(entries, from, middle), entry[0], entry[1], balanced(entries, middle + 1, until));
    }

    int size() {
        return Node.size(root);
    }

    /** Bytes of all keys and values. */
    long bytes() {
        return Node.bytes(root);
    }

    /** The part of this map that lies in a range. */
    SortedEntries in(KeyRange range) {
        Node from = side(root, range.from(), false, false);
        byte[] until = range.until();
        return new SortedEntries(until == null ? from : side(from, until, true, false));
    }

    byte @Nullable [] get(byte[] key) {
        Node node = floor(key, true);
        return node != null && Keys.compare(node.key, key) == 0 ? node.value : null;
    }

    SortedEntries put(byte[] key, byte[] value) {
        Node before = side(root, key, true, false);
        Node after = side(root, key, false, true);
        return new SortedEntries(join(join(before, new Node(null, key, value, null)), after));
    }

    SortedEntries delete(byte[] key) {
        return new SortedEntries(join(side(root, key, true, false), side(root, key, false, true)));
    }

    /** This map with a range holding exactly the given entries, which lie in it. */
    SortedEntries replace(KeyRange range, SortedEntries entries) {
        byte[] until = range.until();
        Node after = until == null ? null : side(root, until, false, false);
        return new SortedEntries(join(join(side(root, range.from(), true, false), entries.root), after));
    }

    /**
     * One side of a tree cut at a key.
     *
     * @param lower whether to keep what sorts before the key, else what sorts at or after it
     * @param strict with the upper side: whether to leave the key itself out
     */
    private static @Nullable Node side(@Nullable Node node, byte[] key, boolean lower, boolean strict) {
        if (node == null) {
            return null;
        }
        int order = Keys.compare(node.key, key);
        if (lower) {
            return order < 0
                    ? new Node(node.left, node.key, node.value, side(node.right, key, true, strict))
                    : side(node.left, key, true, strict);
        }
        return order > 0 || (order == 0 && !strict)
                ? new Node(side(node.left, key, false, strict), node.key, node.value, node.right)
                : side(node.right, key, false, strict);
    }

    /** Joins two trees of which the first sorts wholly before the second. */
    private static @Nullable Node join(@Nullable Node first, @Nullable Node second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        if (ThreadLocalRandom.current().nextInt(first.size + second.size) < first.size) {
            return new Node(first.left, first.key, first.value, join(first.right, second));
        }
        return new Node(join(first, second.left), second.key, second.value, second.right);
    }

    @Nullable Node first() {
        return ceiling(new byte[0], true);
    }

    @Nullable Node last() {
        Node node = root;
        while (node != null && node.right != null) {
            node = node.right;
        }
        return node;
    }

    /** The first entry after a key, or at it where inclusive. */
    @Nullable Node ceiling(byte[] key, boolean inclusive) {
        Node best = null;
        Node node = root;
        while (node != null) {
            int order = Keys.compare(node.key, key);
            if (order > 0 || (inclusive && order == 0)) {
                best = node;
                node = node.left;
            } else {
                node = node.right;
            }
        }
        return best;
    }

    /** The last entry before a key, or at it where inclusive. */
    @Nullable Node floor(byte[] key, boolean inclusive) {
        Node best = null;
        Node node = root;
        while (node != null) {
            int order = Keys.compare(node.key, key);
            if (order < 0 || (inclusive && order == 0)) {
                best = node;
                node = node.right;
            } else {
                node = node.left;
            }
        }
        return best;
    }
}
