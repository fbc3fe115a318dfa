package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.bytes;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.file.Path;

/**
 * The process that {@link KillTest} kills: replaces two ranges by one generation after the other, while a thread writes
 * inside them and outside. It prints each generation and each write that was acknowledged.
 */
final class KilledProcess {
    static final int ENTRIES = 8000;

    private KilledProcess() {}

    public static void main(String[] arguments) {
        int first = Integer.parseInt(arguments[1]);
        try (Engine engine = Entries.open(Path.of(arguments[0]))) {
            Thread writer = new Thread(() -> writeOn(engine, first));
            writer.setDaemon(true);
            writer.start();
            for (int generation = first; ; generation++) {
                replaceBoth(engine, generation);
                tell("replaced " + generation);
            }
        }
    }

    private static void replaceBoth(Engine engine, int generation) {
        String value = "generation " + generation;
        try (Replacement replacement = engine.begin();
                RunWriter large = replacement.excise(Entries.range("b", "c"));
                RunWriter small = replacement.excise(Entries.range("m", "n"))) {
            Entries.add(large, "b", ENTRIES, value);
            large.finish();
            Entries.add(small, "m", 3, value);
            small.finish();
            replacement.commit();
        }
    }

    private static void writeOn(Engine engine, int first) {
        for (int n = first * 1_000_000; ; n++) {
            Batch batch = new Batch()
                    .put(bytes("written"), bytes(Integer.toString(n)))
                    .put(bytes("z" + n % 1000), bytes(Integer.toString(n)))
                    .delete(bytes("bz"))
                    .delete(bytes("mz"));
            engine.write(batch, n % 50 == 0 ? Durability.SYNC : Durability.RELAXED);
            tell("wrote " + n);
        }
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
