package io.inlay.sync.record;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.Timestamp;
import io.inlay.sync.key.Bucket;
import org.jspecify.annotations.Nullable;

/**
 * What differs between kinds of records: which of their fields make keys, times and owner.
 *
 * @param <M> the message
 */
interface Shape<M extends MessageLite> {
    Bucket bucket();

    Parser<M> parser();

    /** Gives the elements of the primary key. */
    void identity(M record, KeyParts parts);

    /** Gives the elements of each index row, with {@link RowParts#begin} before each. */
    default void indexRows(M record, RowParts rows) {}

    /** When it was seen, or null. */
    default @Nullable Timestamp discoveredAt(M record) {
        return null;
    }

    /** Gives every time of the record that is set. */
    default void times(M record, TimeFields times) {
        Timestamp time = discoveredAt(record);
        if (time != null) {
            times.add("discovered_at", time);
        }
    }

    /** The sync id in the value, or null if records of this kind carry none. */
    default @Nullable String syncId(M record) {
        return null;
    }

    /** Takes the elements of several index keys. */
    interface RowParts {
        /** Begins the next row. */
        KeyParts begin(Bucket index);
    }

    /** Takes times. */
    interface TimeFields {
        void add(String field, Timestamp time);
    }
}
