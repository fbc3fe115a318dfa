package io.inlay.sync.record;

import com.google.protobuf.MessageLite;

/** Refuses a record with an empty part of identity. */
record EmptyPartFinder<M extends MessageLite>(RecordType<M> type, M value) implements KeyParts {
    @Override
    public KeyParts add(String field, String part) {
        if (part.isEmpty()) {
            throw type.invalid(value, field, "is empty, and is part of the record's identity");
        }
        return this;
    }
}
