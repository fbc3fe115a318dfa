package io.inlay.cli;

import io.inlay.cli.store.Stores;
import io.inlay.engine.Access;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Reader;
import io.inlay.sync.key.KeyText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is held on disk, to be compared with what is held later. */
final class Held {
    private Held() {}

    /** Every name below a directory, with the digest of what a file holds; nothing where there is no directory. */
    static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> held = new TreeMap<>();
        if (Files.notExists(directory)) {
            return held;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.forEach(path -> held.put(directory.relativize(path).toString(), content(path)));
        }
        return held;
    }

    private static String content(Path path) {
        try {
            return Files.isRegularFile(path) ? digest(Files.readAllBytes(path)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every entry of a store. */
    static Map<String, String> entries(Path store) {
        try (Engine engine = Stores.read(store)) {
            return entries(engine);
        }
    }

    /** Every entry that a reader sees, with the digest of its value. */
    static Map<String, String> entries(Reader reader) {
        Map<String, String> held = new TreeMap<>();
        try (Cursor cursor = reader.cursor(KeyRange.all(), Direction.FORWARD, Access.SCAN)) {
            while (cursor.next()) {
                held.put(KeyText.of(cursor.key()), digest(Keys.copy(cursor.value())));
            }
        }
        return held;
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
