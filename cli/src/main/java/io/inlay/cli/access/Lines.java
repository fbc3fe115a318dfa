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
    private final byte[] line = new byte[LONGEST];
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
    @Nullable
    String next() {
        number++;
        int length = 0;
        while (true) {
            int b = read();
            if (b == '\n') {
                return text(length);
            }
            if (b < 0 && length == 0) {
                number--;
                return null;
            }
            if (b < 0) {
                throw problem("the last line does not end with a line feed; the file is cut");
            }
            if (length == LONGEST) {
                throw problem("the line is longer than " + LONGEST + " bytes");
            }
            line[length++] = (byte) b;
        }
    }

    private int read() {
        try {
            return in.read();
        } catch (EOFException | ZipException e) {
            throw problem("the gzip data is damaged or cut: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + source + ": " + e.getMessage(), e);
        }
    }

    private String text(int length) {
        if (length > 0 && line[length - 1] == '\r') {
            throw problem("the line ends with CR LF; expected LF alone");
        }
        try {
            return utf8.decode(ByteBuffer.wrap(line, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw problem("the line is not UTF-8");
        }
    }

    private AccessDataException problem(String what) {
        return new AccessDataException(source, number, what);
    }
}
