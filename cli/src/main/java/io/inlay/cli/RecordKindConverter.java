package io.inlay.cli;

import io.inlay.cli.records.RecordKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a kind of record from the command line. */
final class RecordKindConverter implements ITypeConverter<RecordKind> {
    @Override
    public RecordKind convert(String text) {
        try {
            return RecordKind.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
