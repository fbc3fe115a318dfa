package io.inlay.engine.tck;

import io.inlay.engine.Durability;
import io.inlay.engine.tck.Operation.End;
import io.inlay.engine.tck.Operation.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Simpler forms of an operation, for a failure that is to be made readable. */
final class SimplerOperations {
    private SimplerOperations() {}

    /** Forms with fewer changes, ranges or moves, the simplest first. */
    static List<Operation> of(Operation operation) {
        if (operation instanceof Operation.Write write) {
            return fewer(write.changes())
                    .<Operation>map(changes -> new Operation.Write(changes, Durability.RELAXED))
                    .toList();
        } else if (operation instanceof Operation.Replace replace) {
            return of(replace);
        } else if (operation instanceof Operation.Move move && move.steps() > 1) {
            return List.of(new Operation.Move(move.slot(), 1), new Operation.Move(move.slot(), move.steps() - 1));
        } else if (operation instanceof Operation.Seek seek && seek.steps() > 0) {
            return List.of(new Operation.Seek(seek.slot(), seek.key(), seek.steps() - 1));
        }
        return List.of();
    }

    private static List<Operation> of(Operation.Replace replace) {
        List<Operation> simpler = new ArrayList<>();
        if (replace.end() == End.STAY) {
            simpler.add(new Operation.Replace(replace.parts(), End.COMMIT, replace.slot()));
        }
        fewer(replace.parts())
                .filter(parts -> !parts.isEmpty())
                .forEach(parts -> simpler.add(new Operation.Replace(parts, replace.end(), replace.slot())));
        for (int i = 0; i < replace.parts().size(); i++) {
            Part part = replace.parts().get(i);
            int at = i;
            fewer(part.run()).forEach(run -> {
                List<Part> parts = new ArrayList<>(replace.parts());
                parts.set(at, new Part(part.range(), part.source(), run, part.snapshot()));
                simpler.add(new Operation.Replace(parts, replace.end(), replace.slot()));
            });
        }
        return simpler;
    }

    /** A list without one half, without the other, and without each of its elements. */
    private static <T> Stream<List<T>> fewer(List<T> list) {
        if (list.isEmpty()) {
            return Stream.empty();
        }
        List<List<T>> fewer = new ArrayList<>();
        int half = list.size() / 2;
        fewer.add(list.subList(0, half));
        fewer.add(list.subList(half, list.size()));
        for (int i = 0; i < list.size() && list.size() > 2; i++) {
            List<T> without = new ArrayList<>(list);
            without.remove(i);
            fewer.add(without);
        }
        return fewer.stream().filter(part -> part.size() < list.size());
    }
}
