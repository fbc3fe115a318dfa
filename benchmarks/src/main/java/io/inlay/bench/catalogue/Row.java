package io.inlay.bench.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One thing that is measured, on each engine that it applies to. Immutable.
 *
 * @param id its name on the command line: lower-case letters, digits and hyphens
 * @param title what is measured, as a reader of the report sees it
 * @param subject the side that the row is about
 * @param peers what it is compared with: others that do the same, or what the machine allows; none for plain figures
 * @param beside variants of the subject that are shown beside it and judged by nothing
 * @param targets what it is to reach, by engine; {@link #EVERY_ENGINE} for those not named
 * @param sizes how large the data is: records, or grants of the anchor data set; ascending; several make a scaling row
 * @param quickSizes the same for {@code --quick}; none leaves the row out of it
 * @param engines the engines it applies to; none means every engine on the class path
 * @param data rows with the same data, engine and size share {@link io.inlay.bench.work.WorkPlace#data()}
 * @param diskPerUnit bytes of disk that data and scratch take at their height, per unit of size
 */
public record Row(
        String id,
        String title,
        Side subject,
        List<Side> peers,
        List<Side> beside,
        Map<String, Target> targets,
        List<Long> sizes,
        List<Long> quickSizes,
        Set<String> engines,
        String data,
        long diskPerUnit) {
    /** Stands for all engines that have no target of their own. */
    public static final String EVERY_ENGINE = "";

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** A row with copies of the collections. */
    public Row {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an id: " + id);
        }
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException(id + " has no size");
        }
        peers = List.copyOf(peers);
        beside = List.copyOf(beside);
        targets = Map.copyOf(targets);
        sizes = List.copyOf(sizes);
        quickSizes = List.copyOf(quickSizes);
        engines = Set.copyOf(engines);
    }

    /** All sides: subject, peers, what stands beside. */
    public List<Side> sides() {
        List<Side> all = new ArrayList<>();
        all.add(subject);
        all.addAll(peers);
        all.addAll(beside);
        return all;
    }

    /** Whether it is measured on an engine. */
    public boolean appliesTo(String engine) {
        return engines.isEmpty() || engines.contains(engine);
    }

    /** What it is to reach on an engine. */
    public Optional<Target> target(String engine) {
        return Optional.ofNullable(targets.getOrDefault(engine, targets.get(EVERY_ENGINE)));
    }

    /** A row under construction. For one thread. */
    public static final class Draft {
        private static final long USUAL_DISK_PER_UNIT = 2_000;

        private final String id;
        private final String title;
        private final Side subject;
        private final List<Side> peers = new ArrayList<>();
        private final List<Side> beside = new ArrayList<>();
        private final Map<String, Target> targets = new TreeMap<>();
        private final List<Long> sizes = new ArrayList<>();
        private final List<Long> quickSizes = new ArrayList<>();
        private final Set<String> engines = new TreeSet<>();
        private String data;
        private long diskPerUnit = USUAL_DISK_PER_UNIT;

        /** A row that shares its data with none. */
        Draft(String id, String title, Side subject) {
            this.id = id;
            this.title = title;
            this.subject = subject;
            this.data = id;
        }

        /** Adds what the subject is compared with; of several the fastest decides. */
        public Draft against(Side... others) {
            Collections.addAll(peers, others);
            return this;
        }

        /** Adds variants that are shown beside the subject, such as one with {@code verifyStaged}. */
        public Draft beside(Side... variants) {
            Collections.addAll(beside, variants);
            return this;
        }

        /** Measures it on these engines only. */
        public Draft on(String... names) {
            Collections.addAll(engines, names);
            return this;
        }

        /** What it is to reach on every engine that has no target of its own. */
        public Draft target(Target target) {
            return target(EVERY_ENGINE, target);
        }

        /** What it is to reach on one engine. */
        public Draft target(String engine, Target target) {
            targets.put(engine, target);
            return this;
        }

        /** Its sizes in a full run, ascending; several make a scaling row. */
        public Draft sizes(long... full) {
            for (long size : full) {
                sizes.add(size);
            }
            return this;
        }

        /** Its sizes with {@code --quick}, ascending; without a call the row is left out there. */
        public Draft quick(long... small) {
            for (long size : small) {
                quickSizes.add(size);
            }
            return this;
        }

        /**
         * Shares {@link io.inlay.bench.work.WorkPlace#data()} with the other rows that name the same: what one of them has prepared
         * for an engine and a size is there for the next. They are measured one after the other.
         */
        public Draft data(String name) {
            data = name;
            return this;
        }

        /** Bytes of disk that data and scratch take at their height, per unit of size; 2 000 without a call. */
        public Draft diskPerUnit(long bytes) {
            diskPerUnit = bytes;
            return this;
        }

        /** The row. */
        Row row() {
            return new Row(id, title, subject, peers, beside, targets, sizes, quickSizes, engines, data, diskPerUnit);
        }
    }
}
