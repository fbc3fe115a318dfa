package io.inlay.bench.catalogue;

import static io.inlay.bench.catalogue.Side.side;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Rows whose works do next to nothing, for tests of what runs and shows them. */
public final class TestRows {
    private static final String ENGINE = "rocksdb";
    private static final int NO_SUCH_JDK = 9999;

    private TestRows() {}

    /** Finds what its preparation with the same options left, an empty scratch directory, and takes as many nanoseconds as its size. */
    public static class Steady implements Work {
        @Override
        public void prepare(WorkPlace place) throws Exception {
            Files.writeString(prepared(place), place.engine());
        }

        private static Path prepared(WorkPlace place) {
            return place.data().resolve("prepared " + place.options());
        }

        @Override
        public Figures measure(WorkPlace place) throws Exception {
            if (!Files.readString(prepared(place)).equals(place.engine())) {
                throw new IllegalStateException("not what was prepared");
            }
            Files.createFile(place.scratch().resolve("left behind"));
            System.out.println("{\"not\": \"the figures\"}");
            return Figures.of(place.size(), place.size() / 10, place.size()).with("disk.written.bytes", 4096);
        }
    }

    /** Takes ten times as long. */
    public static final class Slow extends Steady {
        @Override
        public Figures measure(WorkPlace place) throws Exception {
            Figures figures = super.measure(place);
            return Figures.of(figures.nanos() * 10, figures.records(), figures.bytes());
        }
    }

    /** Fails when it is measured. */
    public static final class Failing implements Work {
        @Override
        public void prepare(WorkPlace place) {}

        @Override
        public Figures measure(WorkPlace place) {
            throw new IllegalStateException("no luck <today>");
        }
    }

    /** Leaves a file named {@code begun} in its scratch directory and then waits for ever. */
    public static final class Endless implements Work {
        @Override
        public void prepare(WorkPlace place) {}

        @Override
        public Figures measure(WorkPlace place) throws Exception {
            Files.createFile(place.scratch().resolve("begun"));
            new CountDownLatch(1).await();
            throw new AssertionError();
        }
    }

    /** A row with a peer, one without a peer in several sizes, and one without a target. */
    public static List<Row> rows() {
        return List.of(
                Catalogue.row("peer", "Work & <peer>", side("work", Steady.class))
                        .against(side("peer \"slow\"", Slow.class))
                        .beside(side("with an option", Steady.class).with("verifyStaged", "true"))
                        .on(ENGINE)
                        .target(Target.timesFaster(8))
                        .sizes(2_000_000)
                        .quick(1_000_000)
                        .row(),
                Catalogue.row("scale", "Work at growing sizes", side("work", Steady.class))
                        .on(ENGINE)
                        .target(Target.growth(1.3))
                        .sizes(100_000, 300_000, 1_000_000)
                        .row(),
                Catalogue.row("plain", "Plain figures", side("work", Steady.class))
                        .on(ENGINE)
                        .sizes(5_000)
                        .row());
    }

    /** A row of which one side fails. */
    public static Row failing() {
        return Catalogue.row("failing", "A peer that fails", side("work", Steady.class))
                .against(side("failing peer", Failing.class))
                .target(Target.ratio(1))
                .on(ENGINE)
                .sizes(1000)
                .row();
    }

    /** A row of which one side needs a JDK that there is not. */
    public static Row withoutJdk() {
        Side peer = new Side("peer of tomorrow", Steady.class.getName(), NO_SUCH_JDK, Side.Code.OTHER, Map.of());
        return Catalogue.row("tomorrow", "A peer on a JDK to come", side("work", Steady.class))
                .against(peer)
                .target(Target.ratio(1))
                .on(ENGINE)
                .sizes(1000)
                .row();
    }

    /** A row that does not end. */
    public static Row endless() {
        return Catalogue.row("endless", "Without an end", side("work", Endless.class))
                .on(ENGINE)
                .sizes(1000)
                .row();
    }

    /** A row that needs more disk than there is. */
    public static Row huge() {
        return Catalogue.row("huge", "Too much for any disk", side("work", Steady.class))
                .on(ENGINE)
                .sizes(1 << 20)
                .diskPerUnit(1L << 40)
                .row();
    }

    /** Whether the endless work has begun below a directory. */
    public static boolean hasBegun(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.anyMatch(path -> path.endsWith("begun"));
        } catch (UncheckedIOException e) {
            // something was removed meanwhile
            return false;
        }
    }
}
