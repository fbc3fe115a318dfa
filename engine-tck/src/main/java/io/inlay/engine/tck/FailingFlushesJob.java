package io.inlay.engine.tck;

import io.inlay.engine.EngineProvider;
import io.inlay.engine.support.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Has flushes fail in the middle of each {@link FaultedChange}: one of those that the change makes, and that one with all
 * after it. The argument says how many of them are tried for a change. For each it prints {@code <change> <kind of failure, or
 * done> flush <number> of <flushes made>}; "uncounted" alone where flushes cannot be made to fail.
 */
final class FailingFlushesJob implements ChildJob {
    @Override
    public void run(EngineProvider provider, Path directory, List<String> arguments, PrintStream out)
            throws IOException {
        Files.createDirectory(directory);
        Optional<Flushes> counted = Flushes.here(directory.resolve("trial"));
        if (counted.isEmpty()) {
            out.println("uncounted");
            return;
        }
        int most = Integer.parseInt(arguments.get(0));
        Flushes flushes = counted.get();
        int store = 0;
        for (String name : FaultedChange.NAMES) {
            Fault none = new Fault(flushes, 0, 0);
            make(new FaultedChange(provider, directory.resolve("whole-" + name), name), none);
            int made = none.made();
            for (int first : chosen(made, most)) {
                for (int last : new int[] {first, Integer.MAX_VALUE}) {
                    Path place = directory.resolve("store-" + store++);
                    Fault fault = new Fault(flushes, first, last);
                    String outcome = make(new FaultedChange(provider, place, name), fault);
                    out.println(name + " " + (fault.failed() ? outcome : "unhurt") + " flush " + first
                            + (last == first ? "" : " and all after it") + " of " + made);
                    DurableFiles.deleteTree(place);
                }
            }
        }
    }

    private static String make(FaultedChange change, Fault fault) {
        String outcome = change.make(fault);
        change.reopen(outcome);
        return outcome;
    }

    /** At most so many numbers from 1 on, the first and the last among them. */
    private static Set<Integer> chosen(int made, int most) {
        Set<Integer> chosen = new TreeSet<>();
        int count = Math.min(made, most);
        for (int i = 0; i < count; i++) {
            chosen.add(count == 1 ? 1 : 1 + (int) ((made - 1L) * i / (count - 1)));
        }
        return chosen;
    }

    /** The flushes of a change from one to another one fail. */
    private static final class Fault implements FaultedChange.Fault {
        private final Flushes flushes;
        private final int first;
        private final int last;
        private int made;
        private int failed;

        Fault(Flushes flushes, int first, int last) {
            this.flushes = flushes;
            this.first = first;
            this.last = last;
        }

        @Override
        public void begin() {
            made = flushes.counted();
            failed = flushes.failed();
            flushes.fail(first, last);
        }

        @Override
        public boolean end() {
            flushes.heal();
            made = flushes.counted() - made;
            failed = flushes.failed() - failed;
            return true;
        }

        int made() {
            return made;
        }

        boolean failed() {
            return failed > 0;
        }
    }
}
