package io.inlay.bench.work.engine;

import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Places;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The stores that works start from. Each is made once, by one replacement, and lies whole and durable under its name or not at all. */
final class Stores {
    private Stores() {}

    /** A store that holds one content of the replaced places and nothing else, a run for each half; made where it is not there. */
    static Path source(WorkPlace place, Content content) throws IOException {
        Places places = Places.of(place.size());
        String name = "source-" + content.name().toLowerCase(Locale.ROOT);
        return made(place, name, content, places.borders());
    }

    /** A store that holds {@link Content#FIRST} in the replaced places and on either side; made where it is not there. */
    static Path base(WorkPlace place) throws IOException {
        Places places = Places.of(place.size());
        return made(place, "base", Content.FIRST, List.of(0L, places.from(), places.until(), places.end()));
    }

    /** A store with a run for the places from each border to the next. */
    private static Path made(WorkPlace place, String name, Content content, List<Long> borders) throws IOException {
        Path store = place.data().resolve(place.engine() + "-" + name + "-" + place.size());
        if (Files.exists(store)) {
            return store;
        }
        Path building = store.resolveSibling(store.getFileName() + ".building");
        DurableFiles.deleteTree(building);
        try (Engine engine = open(place, building);
                Replacement replacement = engine.begin()) {
            for (int i = 1; i < borders.size(); i++) {
                add(replacement, content, borders.get(i - 1), borders.get(i));
            }
            replacement.commit();
        }
        Files.move(building, store);
        return store;
    }

    private static void add(Replacement replacement, Content content, long from, long until) {
        byte[] key = new byte[NumberedRecords.KEY_BYTES];
        byte[] value = new byte[NumberedRecords.VALUE_BYTES];
        try (RunWriter run = replacement.excise(Places.range(from, until))) {
            content.each(from, until, (number, generation) -> {
                NumberedRecords.fillKey(key, number);
                NumberedRecords.fillValue(value, number, generation);
                run.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
            });
            run.finish();
        }
    }

    /** Opens a store with the options of the place. */
    static Engine open(WorkPlace place, Path store) {
        return Engines.open(place.engine(), store, place.options());
    }

    /** Opens a store with the options of the place, only to read it. */
    static Engine openToRead(WorkPlace place, Path store) {
        Map<String, String> options = new HashMap<>(place.options());
        options.put(OptionSpec.READ_ONLY.name(), "true");
        return Engines.open(place.engine(), store, options);
    }

    /** Bytes of the files of a store, by their lengths. */
    static long bytes(Path store) throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.walk(store)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                bytes += Files.isRegularFile(one) ? Files.size(one) : 0;
            }
        }
        return bytes;
    }
}
