package io.inlay.sync.record;

import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts by resource type, the types given as bytes somewhere in a buffer. A type met before costs no garbage. */
final class TypeCounts {
    private final Map<Name, Count> counts = new HashMap<>();
    private final Name probe = new Name();
    /** The type counted last, as a rule the next one's too. */
    private @Nullable Count last;

    private long total;

    long total() {
        return total;
    }

    /** Counts records without a type of their own. */
    void add(long records) {
        total += records;
    }

    /** Counts records of the type whose UTF-8 lies there. */
    void add(ByteBuffer value, int index, int length, long records) {
        probe.load(value, index, length);
        Count count = last;
        if (count == null || !count.name.equals(probe)) {
            count = find(value.position(), index);
            last = count;
        }
        count.records += records;
        total += records;
    }

    private Count find(int start, int index) {
        Count count = counts.get(probe);
        if (count == null) {
            count = new Count(probe.copy(start, index));
            counts.put(count.name, count);
        }
        return count;
    }

    /** Counts records of a type. */
    void add(String type, long records) {
        ByteBuffer name = StandardCharsets.UTF_8.encode(type);
        add(name, name.position(), name.remaining(), records);
    }

    void addAll(TypeCounts other) {
        other.counts.forEach((name, count) -> counts.computeIfAbsent(name, Count::new).records += count.records);
        total += other.total;
    }

    /** Whether the total or the count of a type is negative. */
    boolean isBelowZero() {
        return total < 0 || counts.values().stream().anyMatch(count -> count.records < 0);
    }

    /** The counts that are not zero. */
    Map<String, Long> byType() {
        Map<String, Long> named = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (count.records != 0) {
                named.put(name.text(), count.records);
            }
        });
        return named;
    }

    private static final class Count {
        final Name name;
        long records;

        Count(Name name) {
            this.name = name;
        }
    }

    private static final class Name {
        private byte[] bytes = new byte[32];
        private int length;

        void load(ByteBuffer value, int index, int size) {
            if (size > bytes.length) {
                bytes = new byte[Math.max(size, 2 * bytes.length)];
            }
            value.get(index, bytes, 0, size);
            length = size;
        }

        Name copy(int start, int index) {
            Name copy = new Name();
            copy.bytes = Arrays.copyOf(bytes, length);
            copy.length = length;
            if (!UnsafeByteOperations.unsafeWrap(copy.bytes).isValidUtf8()) {
                throw new MalformedRecordException("malformed value: resource type is not UTF-8", index - start);
            }
            return copy;
        }

        String text() {
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name name && Arrays.equals(bytes, 0, length, name.bytes, 0, name.length);
        }

        @Override
        public int hashCode() {
            int hash = 0;
            for (int i = 0; i < length; i++) {
                hash = 31 * hash + bytes[i];
            }
            return hash;
        }
    }
}
