package io.inlay.cli.access;

import io.inlay.engine.Keys;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tab-separated file, plain or gzip-compressed, row by row: first {@code #sync<TAB>commit<TAB>time}, then rows of the
 * shapes of {@link AccessRow.Kind}. Memory does not grow with the file, and a line is at most {@value Lines#LONGEST} bytes.
 */
public final class AccessFile implements AccessRows {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER = 1 << 16;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final String HEADER_SHAPE = "#sync<TAB>commit (40 hexadecimal digits)<TAB>time (ISO 8601)";

    private final Path path;
    private final InputStream in;
    private final Lines lines;
    private final AccessHeader header;

    private AccessFile(Path path, InputStream in) {
        this.path = path;
        this.in = in;
        this.lines = new Lines(path.toString(), in);
        this.header = readHeader();
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws AccessDataException when the header is malformed
     * @throws IOException when the file cannot be read
     */
    public static AccessFile open(Path path) throws IOException {
        InputStream in = stream(path);
        try {
            return new AccessFile(path, in);
        } catch (RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream stream(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new NoSuchFileException(path.toString(), null, "is a directory, not a file of access data");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileSystemException(
                    path.toString(), null, "is not a regular file; access data is read twice, which a pipe cannot do");
        }
        BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        try {
            raw.mark(2);
            int magic = (raw.read() << 8) | raw.read();
            raw.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(raw, BUFFER) : raw;
        } catch (EOFException e) {
            raw.close();
            throw new AccessDataException(path.toString(), 1, "the gzip data is cut in its header");
        } catch (ZipException e) {
            raw.close();
            throw new AccessDataException(path.toString(), 1, "the gzip data is damaged: " + e.getMessage());
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private AccessHeader readHeader() {
        String line = lines.next();
        List<String> fields = line == null ? List.of() : Arrays.asList(line.split("\t", -1));
        if (fields.size() != 3
                || !fields.get(0).equals("#sync")
                || !COMMIT.matcher(fields.get(1)).matches()) {
            throw problem("expected the header " + HEADER_SHAPE + ", found " + found(line));
        }
        AccessHeader read = new AccessHeader(fields.get(1), time(fields.get(2)));
        try {
            AccessIds.syncId(read);
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
        return read;
    }

    private Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw problem("expected a time such as 2026-08-22T15:00:42+00:00, found " + found(text));
        }
    }

    @Override
    public AccessHeader header() {
        return header;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public @Nullable AccessRow next() {
        String line = lines.next();
        if (line == null) {
            return null;
        }
        List<String> columns = Arrays.asList(line.split("\t", -1));
        AccessRow.Kind kind = kind(columns.get(0), line);
        List<String> fields = columns.subList(1, columns.size());
        if (fields.size() != kind.columns()) {
            throw problem("expected " + kind.shape() + ", found " + columns.size() + " columns: " + found(line));
        }
        if (fields.contains("")) {
            throw problem("expected " + kind.shape() + " without empty columns, found " + found(line));
        }
        return new AccessRow(lines.number(), kind, fields);
    }

    private AccessRow.Kind kind(String letter, String line) {
        for (AccessRow.Kind kind : AccessRow.Kind.values()) {
            if (kind.letter().equals(letter)) {
                return kind;
            }
        }
        throw problem("expected a row that starts with T, R, E or G, found " + found(line));
    }

    private AccessDataException problem(String what) {
        return new AccessDataException(path.toString(), Math.max(1, lines.number()), what);
    }

    private static String found(@Nullable String text) {
        return text == null ? "the end of the file" : "\"" + Keys.printable(text) + "\"";
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // nothing was written through it
        }
    }
}
