package io.inlay.engine.lmdb;

import java.util.Comparator;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.BufferProxy;

/** Passes {@link NativeSlice}s to LMDB. Unlike the proxies that come with lmdbjava it needs no JVM flags. */
final class NativeSliceProxy extends BufferProxy<NativeSlice> {
    static final NativeSliceProxy INSTANCE = new NativeSliceProxy();

    private NativeSliceProxy() {}

    @Override
    protected NativeSlice allocate() {
        return new NativeSlice();
    }

    @Override
    protected void deallocate(NativeSlice slice) {
        // owns no memory
    }

    @Override
    protected byte[] getBytes(NativeSlice slice) {
        throw new UnsupportedOperationException("stored bytes are read through the mapped file");
    }

    @Override
    protected Comparator<NativeSlice> getSignedComparator() {
        return getUnsignedComparator();
    }

    /** Never asked: LMDB compares keys by itself. */
    @Override
    protected Comparator<NativeSlice> getUnsignedComparator() {
        return Comparator.comparingLong(NativeSlice::address);
    }

    @Override
    protected @Nullable Pointer in(NativeSlice slice, Pointer struct) {
        struct.putLong(STRUCT_FIELD_OFFSET_SIZE, slice.length());
        struct.putLong(STRUCT_FIELD_OFFSET_DATA, slice.address());
        return null;
    }

    @Override
    protected @Nullable Pointer in(NativeSlice slice, int length, Pointer struct) {
        struct.putLong(STRUCT_FIELD_OFFSET_SIZE, length);
        return null;
    }

    @Override
    protected NativeSlice out(NativeSlice slice, Pointer struct) {
        return slice.set(struct.getLong(STRUCT_FIELD_OFFSET_DATA), struct.getLong(STRUCT_FIELD_OFFSET_SIZE));
    }
}
