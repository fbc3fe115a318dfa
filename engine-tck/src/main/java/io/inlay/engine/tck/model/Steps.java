package io.inlay.engine.tck.model;

import io.inlay.engine.Batch;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a record: steps to be applied in order. A step is a tag byte and byte strings of a length u32 and that many
 * bytes: put (key, value), delete (key), delete a range (from, until), delete to the end (from).
 */
final class Steps {
    private static final int PUT = 1;
    private static final int DELETE = 2;
    private static final int DELETE_RANGE = 3;
    private static final int DELETE_TO_END = 4;

    private Steps() {}

    /** Writes steps into a file. An I/O failure comes out of {@link #finish} at the latest. */
    static final class Writer implements Batch.Visitor {
        private final CRC32C crc = new CRC32C();
        private final DataOutputStream out;
        private @Nullable IOException failure;
        private long length;

        Writer(RandomAccessFile file, long position) throws IOException {
            file.seek(position);
            OutputStream raw = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    file.write(b);
                }

                @Override
                public void write(byte[] bytes, int offset, int count) throws IOException {
                    file.write(bytes, offset, count);
                }
            };
            this.out = new DataOutputStream(new BufferedOutputStream(new CheckedOutputStream(raw, crc), 1 << 16));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            step(PUT, key, value);
        }

        @Override
        public void delete(byte[] key) {
            step(DELETE, key);
        }

        @Override
        public void deleteRange(KeyRange range) {
            byte[] until = range.until();
            if (until == null) {
                step(DELETE_TO_END, range.from());
            } else {
                step(DELETE_RANGE, range.from(), until);
            }
        }

        private void step(int tag, byte[]... strings) {
            if (failure != null) {
                return;
            }
            try {
                out.writeByte(tag);
                length++;
                for (byte[] string : strings) {
                    out.writeInt(string.length);
                    out.write(string);
                    length += Integer.BYTES + string.length;
                }
            } catch (IOException e) {
                failure = e;
            }
        }

        /** Completes the payload and returns its length. */
        long finish() throws IOException {
            if (failure != null) {
                throw failure;
            }
            out.flush();
            return length;
        }

        int checksum() {
            return (int) crc.getValue();
        }
    }

    /**
     * Applies steps.
     *
     * @param length of the payload in bytes
     * @return null when the payload makes no sense or is cut
     */
    static @Nullable SortedEntries apply(DataInputStream in, long length, SortedEntries before) throws IOException {
        SortedEntries entries = before;
        Strings strings = new Strings(in, length);
        while (strings.left > 0) {
            int tag = strings.tag();
            byte[] first = strings.next();
            byte[] second = tag == PUT || tag == DELETE_RANGE ? strings.next() : new byte[0];
            if (first == null || second == null || tag < PUT || tag > DELETE_TO_END) {
                return null;
            }
            entries = switch (tag) {
                case PUT -> entries.put(first, second);
                case DELETE -> entries.delete(first);
                default -> {
                    byte[] until = tag == DELETE_TO_END ? null : second;
                    if (until != null && Keys.compare(first, until) > 0) {
                        yield null;
                    }
                    yield entries.replace(KeyRange.of(first, until), SortedEntries.EMPTY);
                }
            };
            if (entries == null) {
                return null;
            }
        }
        return entries;
    }

    private static final class Strings {
        private final DataInputStream in;
        private long left;

        Strings(DataInputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        int tag() throws IOException {
            left--;
            return in.read();
        }

        /** The next byte string, null when it is cut. */
        byte @Nullable [] next() throws IOException {
            if (left < Integer.BYTES) {
                return null;
            }
            byte[] size = in.readNBytes(Integer.BYTES);
            if (size.length < Integer.BYTES) {
                return null;
            }
            int bytes = ByteBuffer.wrap(size).getInt();
            left -= Integer.BYTES;
            if (bytes < 0 || bytes > left) {
                return null;
            }
            left -= bytes;
            byte[] string = in.readNBytes(bytes);
            return string.length < bytes ? null : string;
        }
    }
}
