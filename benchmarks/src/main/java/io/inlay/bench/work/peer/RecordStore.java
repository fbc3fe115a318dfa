package io.inlay.bench.work.peer;

import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.Pass;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An open store of sorted records, as a program that knows only this library would use it. For one thread. */
interface RecordStore extends AutoCloseable {
    /** Records of a batch in which a library takes what is more than one transaction should hold. */
    int BATCH_RECORDS = 1000;

    /** Puts the records of the places below one, in order, into the empty store; durable on return. */
    void load(Content content, long until);

    /** The value of a key. */
    byte @Nullable [] get(byte[] key);

    /** Opens what seeks keys in the present state. */
    Seeker seeker();

    /** Reads all records in order. */
    Pass scan();

    /** Puts records at once; durable on return if the store was opened so. */
    void write(List<Map.Entry<byte[], byte[]>> records);

    /**
     * Has the places from one to another hold a content and nothing else; durable on return. Unless the library offers it, the
     * step is neither atomic nor hidden from readers.
     */
    void replace(Content content, long from, long until);

    @Override
    void close();

    /** Seeks keys. */
    interface Seeker extends AutoCloseable {
        /** Reads the first record at or after a key, and tells how many bytes it has; negative where there is none. */
        int seek(byte[] key);

        @Override
        void close();
    }
}
