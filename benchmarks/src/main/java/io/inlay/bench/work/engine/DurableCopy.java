package io.inlay.bench.work.engine;

import io.inlay.bench.work.DurableCopies;
import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Places;
import io.inlay.bench.work.record.Repeats;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The physical limit of a replace: the keys and values of its records, one after the other in a file that lies in the page cache,
 * are read and written to a new file by 1 MiB each time, and that is forced to disk. It uses no engine.
 */
public final class DurableCopy implements Work {
    private static final int BUFFER_BYTES = 1 << 20;

    @Override
    public void prepare(WorkPlace place) throws IOException {
        Path raw = raw(place);
        if (Files.exists(raw)) {
            return;
        }
        Path building = raw.resolveSibling(raw.getFileName() + ".building");
        try (FileOutputStream file = new FileOutputStream(building.toFile());
                OutputStream out = new BufferedOutputStream(file, BUFFER_BYTES)) {
            Places places = Places.of(place.size());
            Content.SECOND.each(places.from(), places.until(), (number, generation) -> {
                try {
                    out.write(NumberedRecords.key(number));
                    out.write(NumberedRecords.value(number, generation));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            out.flush();
            file.getChannel().force(true);
        }
        Files.move(building, raw, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path raw(WorkPlace place) {
        return place.data().resolve("raw-" + place.size());
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        Path raw = raw(place);
        Path copy = place.scratch().resolve("copy");
        long bytes = Files.size(raw);
        DurableCopies.warm(raw);
        return Repeats.of(0, Repeats.COPIES, bytes / NumberedRecords.RECORD_BYTES, bytes, () -> {
            long nanos = DurableCopies.file(raw, copy);
            if (Files.size(copy) != bytes) {
                throw new IOException(copy + " has " + Files.size(copy) + " bytes instead of " + bytes);
            }
            Files.delete(copy);
            return nanos;
        });
    }
}
