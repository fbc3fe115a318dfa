package io.inlay.cli.records;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records as plain maps, lists and values, to be printed as JSON. A field is called as in the schema but in camel case, one
 * that is not set is left out; times are ISO 8601 text, bytes are base64. Fields unknown to the schema are not shown.
 */
public final class RecordJson {
    private RecordJson() {}

    /** The fields of a record, in the order of their numbers. */
    public static Map<String, Object> of(MessageLite record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        ((Message) record)
                .getAllFields()
                .forEach((field, value) -> fields.put(field.getJsonName(), value(field, value)));
        return fields;
    }

    private static Object value(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            Map<String, Object> entries = new TreeMap<>();
            for (Object entry : (List<?>) value) {
                MapEntry<?, ?> pair = (MapEntry<?, ?>) entry;
                entries.put(pair.getKey().toString(), one(pair.getValue()));
            }
            return entries;
        }
        return field.isRepeated()
                ? ((List<?>) value).stream().map(RecordJson::one).toList()
                : one(value);
    }

    private static Object one(Object value) {
        if (value instanceof Timestamp time) {
            return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
        }
        if (value instanceof Message message) {
            return of(message);
        }
        if (value instanceof ByteString bytes) {
            return Base64.getEncoder().encodeToString(bytes.toByteArray());
        }
        return value instanceof EnumValueDescriptor named ? named.getName() : value;
    }
}
