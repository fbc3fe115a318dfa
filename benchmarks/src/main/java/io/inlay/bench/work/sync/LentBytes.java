package io.inlay.bench.work.sync;

import java.util.Comparator;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.BufferProxy;

/** Address and length of native memory; the fastest way to pass keys and values to lmdbjava, and one that needs no JVM flags. */
final class LentBytes {
    /** Passes addresses and lengths. */
    static final BufferProxy<LentBytes> PROXY = new Proxy();

    private long address;
    private long length;

    LentBytes set(long newAddress, long newLength) {
        address = newAddress;
        length = newLength;
        return this;
    }

    /** A copy of the memory. */
    byte[] copy() {
        byte[] bytes = new byte[(int) length];
        Runtime.getSystemRuntime()
                .getMemoryManager()
                .newPointer(address, length)
                .get(0, bytes, 0, bytes.length);
        return bytes;
    }

    private static final class Proxy extends BufferProxy<LentBytes> {
        @Override
        protected LentBytes allocate() {
            return new LentBytes();
        }

        @Override
        protected void deallocate(LentBytes slice) {
            // owns no memory
        }

        @Override
        protected byte[] getBytes(LentBytes slice) {
            return slice.copy();
        }

        @Override
        protected Comparator<LentBytes> getSignedComparator() {
            return getUnsignedComparator();
        }

        /** Never asked: LMDB compares keys by itself. */
        @Override
        protected Comparator<LentBytes> getUnsignedComparator() {
            return Comparator.comparingLong(slice -> slice.address);
        }

        @Override
        protected @Nullable Pointer in(LentBytes slice, Pointer struct) {
            struct.putLong(STRUCT_FIELD_OFFSET_SIZE, slice.length);
            struct.putLong(STRUCT_FIELD_OFFSET_DATA, slice.address);
            return null;
        }

        @Override
        protected @Nullable Pointer in(LentBytes slice, int size, Pointer struct) {
            struct.putLong(STRUCT_FIELD_OFFSET_SIZE, size);
            return null;
        }

        @Override
        protected LentBytes out(LentBytes slice, Pointer struct) {
            return slice.set(struct.getLong(STRUCT_FIELD_OFFSET_DATA), struct.getLong(STRUCT_FIELD_OFFSET_SIZE));
        }
    }
}
