package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.buffer;
import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.inlay.engine.Batch;
import io.inlay.engine.Checkpoints;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineException.Kind;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What failures say, and how engines are found and opened: rules E01, E02, F01 to F03. */
interface ErrorRules {
    @Test
    default void E01_messages_escape_control_characters_cut_keys_and_never_show_values(Fixture fixture) {
        Engine engine = fixture.open();
        String value = "a-value-nobody-may-see";
        String nasty = "b\u0000\u001b[31m\n\r\u0007";
        List<EngineException> failures = new ArrayList<>();
        byte[] tooLong = DataRules.filled(engine.limits().maxKeyBytes() + 1, 'q');
        Batch batch = new Batch().put(tooLong, bytes(value));
        failures.add(Expect.invalid(() -> engine.write(batch, Durability.SYNC)));
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(range(nasty, "c"))) {
            failures.add(Expect.invalid(() -> run.add(buffer("\n\t" + "y".repeat(500)), buffer(value))));
            failures.add(Expect.invalid(() -> replacement.empty(range(nasty + "\n", "d"))));
            failures.add(Expect.invalid(replacement::commit));
        }
        for (EngineException failure : failures) {
            String message = printable(failure);
            assertFalse(message.contains(value), message);
            assertFalse(message.contains("y".repeat(81)) || message.contains("q".repeat(81)), message);
        }
    }

    private static String printable(EngineException failure) {
        String message = String.valueOf(failure.getMessage());
        assertFalse(message.isBlank());
        assertTrue(message.chars().noneMatch(Character::isISOControl), message);
        return message;
    }

    @Test
    default void E01_messages_escape_control_characters_of_directories(Fixture fixture) throws IOException {
        Path directory = fixture.path("a\n\u001b[31mb");
        Engine engine = fixture.open(directory);
        printable(Expect.kind(Kind.LOCKED, () -> fixture.open(directory)));
        engine.find(Checkpoints.class)
                .ifPresent(checkpoints -> printable(Expect.invalid(() -> checkpoints.create(directory))));
        Snapshot snapshot = engine.snapshot();
        engine.close();
        printable(Expect.closed(() -> engine.get(bytes("a"))));
        printable(Expect.closed(() -> snapshot.get(bytes("a"))));
        Engine reader = fixture.open(directory, fixture.with(OptionSpec.READ_ONLY, "true"));
        printable(Expect.kind(Kind.READ_ONLY, reader::begin));
        reader.close();
        Map<String, String> existing = fixture.with(OptionSpec.CREATE, "false");
        printable(Expect.invalid(() -> fixture.open(directory.resolveSibling("not\nthere"), existing)));
        Path foreign = Files.createDirectory(fixture.path("foreign\u0007"));
        Files.writeString(foreign.resolve("file\n"), "in the way");
        printable(Expect.kind(Kind.INCOMPATIBLE, () -> fixture.open(foreign)));
    }

    @Test
    default void E02_messages_name_the_directory(Fixture fixture) throws IOException {
        Engine engine = fixture.open();
        String directory = engine.directory().toString();
        Expect.says(Expect.kind(Kind.LOCKED, fixture::open), directory);
        engine.close();
        Expect.says(Expect.closed(() -> engine.get(bytes("a"))), directory);
        Engine reader = fixture.openReadOnly();
        Expect.says(Expect.kind(Kind.READ_ONLY, reader::begin), directory);
        Files.writeString(fixture.path("file"), "in the way");
        EngineException failure = Expect.invalid(() -> fixture.open(fixture.path("file")));
        Expect.says(failure, fixture.path("file").toString());
    }

    @Test
    default void F01_a_provider_has_a_name_and_describes_its_options(Fixture fixture) throws Exception {
        EngineProvider provider = fixture.provider();
        assertNotNull(provider.getClass().getConstructor().newInstance());
        assertTrue(provider.name().matches("[a-z][a-z0-9-]*"), provider.name());
        TreeSet<String> names = new TreeSet<>();
        for (OptionSpec option : provider.options()) {
            assertTrue(names.add(option.name()), () -> "twice: " + option.name());
            assertTrue(option.name().matches("[a-z][a-zA-Z0-9]*"), option::name);
            assertFalse(option.description().isBlank(), option::name);
        }
        assertTrue(provider.options().containsAll(List.of(OptionSpec.READ_ONLY, OptionSpec.CREATE)));
        Engine engine = fixture.open();
        assertEquals(provider.name(), engine.name());
        assertEquals(fixture.directory(), engine.directory());
    }

    @Test
    default void F02_unknown_options_and_wrong_values_are_INVALID(Fixture fixture) {
        EngineException unknown = Expect.invalid(() -> fixture.open(fixture.directory(), Map.of("noSuchOption", "1")));
        for (OptionSpec option : fixture.provider().options()) {
            Expect.says(unknown, "noSuchOption", option.name());
        }
        for (String flag : List.of(OptionSpec.READ_ONLY.name(), OptionSpec.CREATE.name())) {
            Expect.says(Expect.invalid(() -> fixture.open(fixture.directory(), Map.of(flag, "perhaps"))), flag);
        }
        assertFalse(Files.exists(fixture.directory()));
    }

    @Test
    default void F02_every_option_takes_its_own_default(Fixture fixture) {
        for (OptionSpec option : fixture.provider().options()) {
            fixture.open(fixture.directory(), Map.of(option.name(), option.defaultValue()))
                    .close();
        }
    }

    @Test
    default void F03_create_false_refuses_a_directory_without_a_store(Fixture fixture) throws IOException {
        Map<String, String> options = fixture.with(OptionSpec.CREATE, "false");
        Expect.invalid(() -> fixture.open(fixture.directory(), options));
        assertFalse(Files.exists(fixture.directory()));
        Files.createDirectory(fixture.directory());
        Expect.invalid(() -> fixture.open(fixture.directory(), options));
        assertEquals(List.of(), Directories.names(fixture.directory()));
        fixture.open().close();
        fixture.open(fixture.directory(), options).close();
    }
}
