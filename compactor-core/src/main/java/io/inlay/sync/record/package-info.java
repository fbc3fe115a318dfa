/**
 * The values of access data: protobuf records, their keys and index rows, and scanners that read single fields from raw
 * bytes.
 *
 * <p>{@link io.inlay.sync.record.RecordType} is the way in: one constant for each kind of record, which encodes
 * deterministically, decodes, and checks. {@link io.inlay.sync.record.RecordKeys} builds the keys that a record implies.
 * Resource types, resources, entitlements and grants carry no sync id in their value, so they move between syncs as they
 * are. {@link io.inlay.sync.record.FieldScanner} looks into values that are only copied or compared. Fields that this
 * schema does not know survive decoding and encoding.
 */
@NullMarked
package io.inlay.sync.record;

import org.jspecify.annotations.NullMarked;
