package io.inlay.cli;

import io.inlay.sync.key.SyncId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a sync id from the command line. */
final class SyncIdConverter implements ITypeConverter<SyncId> {
    @Override
    public SyncId convert(String text) {
        try {
            return SyncId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
