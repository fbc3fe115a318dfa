package io.inlay.bench.micro;

import io.inlay.bench.work.Quiet;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.engine.Engine;
import io.inlay.engine.Engines;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An engine in a directory of its own, which goes when it is closed. */
final class TemporaryEngine implements AutoCloseable {
    private final Path directory;
    private final Engine engine;

    /** Makes one that holds nothing. */
    TemporaryEngine(String name) throws IOException {
        directory = Files.createTempDirectory("inlay-micro");
        engine = Engines.open(name, directory.resolve("store"), Map.of());
    }

    Engine engine() {
        return engine;
    }

    /** A path for files that go with the engine. */
    Path scratch() throws IOException {
        return Files.createDirectories(directory.resolve("scratch"));
    }

    /** Bulk-builds numbered records, from 0. */
    TemporaryEngine filled(int records) {
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(KeyRange.all())) {
            for (int i = 0; i < records; i++) {
                run.add(ByteBuffer.wrap(NumberedRecords.key(i)), ByteBuffer.wrap(NumberedRecords.value(i, 0)));
            }
            run.finish();
            replacement.commit();
        }
        Quiet.await(engine);
        return this;
    }

    @Override
    public void close() throws IOException {
        engine.close();
        DurableFiles.deleteTree(directory);
    }
}
