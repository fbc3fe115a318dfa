package io.inlay.engine.lmdb;

/** Address and length of native memory, as LMDB takes and gives keys and values. */
final class NativeSlice {
    private long address;
    private long length;

    NativeSlice set(long newAddress, long newLength) {
        address = newAddress;
        length = newLength;
        return this;
    }

    long address() {
        return address;
    }

    long length() {
        return length;
    }
}
