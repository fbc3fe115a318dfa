package io.inlay.cli;

import io.inlay.cli.store.SyncAt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a store, or a sync in a store, from the command line. */
final class SyncAtConverter implements ITypeConverter<SyncAt> {
    @Override
    public SyncAt convert(String text) {
        try {
            return SyncAt.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
