package io.inlay.cli.access;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads lines of UTF-8 text that end with a line feed, one at a time and none longer than a limit. */
final class Lines {
    /** Longest line in bytes, without its line feed. */
    static final int LONGEST = 65_536;

    private final String source;
    private final InputStream in;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

    /** What was read and not given out yet is from {@code start} to {@code end}. */
    private final byte[] buffer = new byte[LONGEST + 1];

    private int start;
    private int end;
    private long number;

    Lines(String source, InputStream in) {
        this.source = source;
        this.in = in;
    }

    /** The number of the line read last, counted from 1. */
    long number() {
        return number;
    }

    /** The next line without its line feed, or null at the end. */
    @Nullable String next() {
        number++;
        int searched = start;
        while (true) {
            for (int at = searched; at < end; at++) {
                if (buffer[at] == '\n') {
                    String line = text(start, at - start);
                    start = at + 1;
                    return line;
                }
            }
            if (end - start > LONGEST) {
                throw problem("the line is longer than " + LONGEST + " bytes");
            }
            searched = end - start;
            if (!fill()) {
                return atEnd();
            }
        }
    }

    private @Nullable String atEnd() {
        if (end > start) {
            throw problem("the last line does not end with a line feed; the file is cut");
        }
        number--;
        return null;
    }

    /** Moves what is left to the front and reads more behind it; false at the end. */
    private boolean fill() {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        try {
            int read = in.read(buffer, end, buffer.length - end);
            end += Math.max(0, read);
            return read >= 0;
        } catch (EOFException | ZipException e) {
            throw problem("the gzip data is damaged or cut: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + source + ": " + e.getMessage(), e);
        }
    }

    private String text(int from, int length) {
        if (length > 0 && buffer[from + length - 1] == '\r') {
            throw problem("the line ends with CR LF; expected LF alone");
        }
        if (isAscii(from, length)) {
            return new String(buffer, from, length, StandardCharsets.US_ASCII);
        }
        try {
            return utf8.decode(ByteBuffer.wrap(buffer, from, length)).toString();
        } catch (CharacterCodingException e) {
            throw problem("the line is not UTF-8");
        }
    }

    private boolean isAscii(int from, int length) {
        int all = 0;
        for (int i = from; i < from + length; i++) {
            all |= buffer[i];
        }
        return all >= 0;
    }

    private AccessDataException problem(String what) {
        return new AccessDataException(source, number, what);
    }
}
