package io.inlay.engine.tck;

import static io.inlay.engine.tck.Contents.bytes;
import static io.inlay.engine.tck.Contents.range;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineException;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.Replacement;
import io.inlay.engine.Verification;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Damages each file of a store in each way, one at a time, opens it read-only and to be written to, reads and, where the
 * damage is of a kind that the engine detects, writes. For each it prints {@code try <file> <damage>}, so that a crash tells what it died of, and {@code <outcome> <file> <damage>}: an
 * outcome is CORRUPT or another kind, the number of the state of the store's history that was read, or "wrong".
 */
final class DamageJob implements ChildJob {
    private final Map<Path, byte[]> sound = new TreeMap<>();

    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out)
            throws IOException {
        int flips = Integer.parseInt(arguments.get(0));
        Pattern undetected = Pattern.compile(arguments.get(1));
        Random random = new Random(Long.parseLong(arguments.get(2)));
        for (Path file : Directories.tree(directory)) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                sound.put(file, Files.readAllBytes(file));
            }
        }
        for (Path file : sound.keySet()) {
            for (Map.Entry<String, byte @Nullable []> damage :
                    damages(file, flips, random).entrySet()) {
                String what = directory.relativize(file) + " " + damage.getKey();
                out.println("try " + what);
                boolean writes = !undetected.matcher(what).matches();
                for (boolean readOnly : new boolean[] {true, false}) {
                    lay(directory, file, damage.getValue());
                    String outcome = open(provider, directory, readOnly, writes);
                    out.println(outcome + " " + what + (readOnly ? " read-only" : " writable"));
                }
            }
        }
    }

    /** What becomes of a file's bytes; null where the file is lost. */
    private SortedMap<String, byte @Nullable []> damages(Path file, int flips, Random random) {
        byte[] whole = sound.getOrDefault(file, new byte[0]);
        SortedMap<String, byte @Nullable []> damages = new TreeMap<>();
        damages.put("lost", null);
        byte[] longer = Arrays.copyOf(whole, whole.length + 100);
        Arrays.fill(longer, whole.length, longer.length, (byte) 0x5a);
        damages.put("longer", longer);
        for (int flip = 0; whole.length > 0 && flip < flips; flip++) {
            int at = flip == 0 ? 0 : flip == 1 ? whole.length - 1 : random.nextInt(whole.length);
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            damages.put("flipped-at-" + at, flipped);
        }
        for (int length : new int[] {0, whole.length / 2, whole.length - 1}) {
            if (length >= 0 && length < whole.length) {
                damages.put("cut-to-" + length, Arrays.copyOf(whole, length));
            }
        }
        return damages;
    }

    private void lay(Path directory, Path damaged, byte @Nullable [] bytes) throws IOException {
        for (Path entry : Directories.tree(directory)) {
            if (!sound.containsKey(entry) && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(entry);
            }
        }
        for (Map.Entry<Path, byte[]> file : sound.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        if (bytes == null) {
            DurableFiles.deleteTree(damaged);
        } else {
            Files.write(damaged, bytes);
        }
    }

    private static String open(EngineProvider provider, Path directory, boolean readOnly, boolean writes) {
        try (Engine engine = provider.open(directory, Map.of(OptionSpec.READ_ONLY.name(), String.valueOf(readOnly)))) {
            Contents seen = Contents.of(engine);
            Expect.holds(seen, engine);
            engine.find(Verification.class).ifPresent(verification -> verification.run(() -> false));
            if (!readOnly && writes) {
                write(engine, seen);
            }
            int state = DamageRules.history().indexOf(seen);
            return state < 0 ? "wrong" : String.valueOf(state);
        } catch (EngineException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.contains(directory.toString())) {
                throw new AssertionError("the message names no file: " + message, e);
            }
            return e.kind().name();
        }
    }

    private static void write(Engine engine, Contents seen) {
        engine.write(new Batch().put(bytes("b"), bytes("new")).delete(bytes("k000007")), Durability.SYNC);
        Contents run = Contents.numbered("k", 0, 100, "after the damage");
        try (Replacement replacement = engine.begin()) {
            run.addTo(replacement.excise(range("k", "l")));
            replacement.commit();
        }
        Expect.holds(seen.copy().put("b", "new").replace(range("k", "l"), run), engine);
    }
}
