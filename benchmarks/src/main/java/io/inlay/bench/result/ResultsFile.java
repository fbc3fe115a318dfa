package io.inlay.bench.result;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results as a JSON document in a file. */
public final class ResultsFile {
    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    /** The one field that may be null. */
    private static final String GOAL = "goal";

    private static final long GREATEST_BYTES = 64L << 20;

    private ResultsFile() {}

    /** Results, or a record that holds them, as a document. */
    public static String json(Object results) {
        return JSON.toJson(results) + "\n";
    }

    /** Puts a text in the place of a file, whole or not at all. */
    public static void write(Path file, String text) throws IOException {
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".inlay-bench", ".tmp");
        try {
            Files.writeString(draft, text);
            try {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Reads a results file.
     *
     * @throws ResultsException if it cannot be read, is none, is damaged, or is of another version; the message names the file
     */
    public static Results read(Path file) {
        JsonObject document = document(file);
        JsonElement version = document.get("version");
        if (!Integer.toString(Results.VERSION).equals(version == null ? "" : version.toString())) {
            throw new ResultsException(file + " is of version " + version
                    + " of the results of inlay bench; this command reads " + Results.VERSION);
        }
        try {
            Results results = JSON.fromJson(document, Results.class);
            // a field that is missing, or that nobody here knows, does not come back
            if (JSON.toJsonTree(results).equals(document) && isWhole(document, "") && hasSides(results)) {
                return results;
            }
        } catch (RuntimeException e) {
            // a field of a wrong type or missing; what the document's author did wrong is no concern of the reader
        }
        throw new ResultsException(file + " is damaged: its fields are not those of results of inlay bench");
    }

    /** Whether nothing is null that may not be. */
    private static boolean isWhole(JsonElement element, String name) {
        if (element.isJsonObject()) {
            return element.getAsJsonObject().entrySet().stream()
                    .allMatch(field -> isWhole(field.getValue(), field.getKey()));
        }
        if (element.isJsonArray()) {
            return element.getAsJsonArray().asList().stream().allMatch(one -> isWhole(one, ""));
        }
        return !element.isJsonNull() || name.equals(GOAL);
    }

    /** Whether at every size the subject comes first and is the only one, and each side has a title and times that can be. */
    private static boolean hasSides(Results results) {
        return results.rows().stream().allMatch(row -> row.sizes().stream().allMatch(size -> hasSides(size.sides())));
    }

    private static boolean hasSides(List<SideResult> sides) {
        boolean fair = !sides.isEmpty();
        for (int i = 0; i < sides.size(); i++) {
            SideResult side = sides.get(i);
            fair &= (side.role() == SideResult.Role.SUBJECT) == (i == 0)
                    && !side.title().isBlank()
                    && side.leastNanos() >= 0
                    && side.medianNanos() >= side.leastNanos();
        }
        return fair;
    }

    private static JsonObject document(Path file) {
        try {
            if (!Files.isRegularFile(file) && Files.exists(file)) {
                throw new ResultsException(file + " is not a file");
            }
            if (Files.size(file) > GREATEST_BYTES) {
                throw new ResultsException(file + " is not a results file of inlay bench: it is too long");
            }
            JsonElement document = JsonParser.parseString(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            if (document.isJsonObject() && isOurs(document.getAsJsonObject().get("format"))) {
                return document.getAsJsonObject();
            }
        } catch (NoSuchFileException e) {
            throw new ResultsException(file + ": no such file");
        } catch (IOException e) {
            throw new ResultsException(file + " cannot be read: " + e.getMessage());
        } catch (JsonParseException e) {
            // no JSON at all
        }
        throw new ResultsException(file + " is not a results file of inlay bench");
    }

    private static boolean isOurs(@Nullable JsonElement format) {
        return format != null
                && format.isJsonPrimitive()
                && format.getAsString().equals(Results.FORMAT);
    }
}
