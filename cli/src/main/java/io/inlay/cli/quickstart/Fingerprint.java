package io.inlay.cli.quickstart;

import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Reader;
import io.inlay.sync.SyncRange;
import io.inlay.sync.SyncRanges;
import io.inlay.sync.key.SyncId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * All that a reader holds of one sync, as one digest: SHA-256 over the lengths and bytes of every key and value of its 14
 * ranges, in order.
 *
 * @param digest the digest in hexadecimal
 * @param buckets records and bytes of each range, in order
 */
public record Fingerprint(String digest, List<Size> buckets) {
    /** Records of a range and the bytes of their keys and values. */
    public record Size(String bucket, long records, long bytes) {}

    static Fingerprint of(Reader reader, SyncId sync) {
        return of(reader, sync, () -> {});
    }

    /** Takes a fingerprint and runs something after half of the ranges. */
    static Fingerprint of(Reader reader, SyncId sync, Runnable halfWay) {
        MessageDigest digest = sha256();
        List<Size> sizes = new ArrayList<>();
        List<SyncRange> parts = SyncRanges.of(sync);
        for (SyncRange part : parts) {
            if (sizes.size() == parts.size() / 2) {
                halfWay.run();
            }
            sizes.add(add(digest, reader, part));
        }
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()), List.copyOf(sizes));
    }

    private static Size add(MessageDigest digest, Reader reader, SyncRange part) {
        long records = 0;
        long bytes = 0;
        ByteBuffer lengths = ByteBuffer.allocate(2 * Integer.BYTES);
        try (Cursor cursor = reader.cursor(part.range(), Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                ByteBuffer key = cursor.key();
                ByteBuffer value = cursor.value();
                records++;
                bytes += key.remaining() + value.remaining();
                digest.update(lengths.clear()
                        .putInt(key.remaining())
                        .putInt(value.remaining())
                        .flip());
                digest.update(key);
                digest.update(value);
            }
        }
        return new Size(part.bucket().label(), records, bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Records of all ranges. */
    public long records() {
        return buckets.stream().mapToLong(Size::records).sum();
    }

    /** Bytes of all keys and values. */
    public long bytes() {
        return buckets.stream().mapToLong(Size::bytes).sum();
    }
}
