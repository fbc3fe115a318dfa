package io.inlay.bench.run;

import io.inlay.bench.catalogue.Row;
import io.inlay.bench.catalogue.Side;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.Sample;
import io.inlay.bench.result.SideResult;
import io.inlay.bench.result.SideResult.Role;
import io.inlay.bench.result.SizeResult;
import io.inlay.bench.work.WorkPlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One row on one engine. Its sides take turns, in an order that turns round with every round. If a side's times spread too far, the
 * whole series is taken again, and of all series the one that spreads least counts. For one thread.
 */
final class RowRun {
    private static final int GREATEST_SERIES = 3;

    private final Bench bench;
    private final Row row;
    private final String engine;
    private final int rounds;
    private final Allowance allowance;
    private final List<SizeResult> sizes = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private boolean interrupted;
    private boolean failed;

    RowRun(Bench bench, Row row, String engine, int rounds, Allowance allowance) {
        this.bench = bench;
        this.row = row;
        this.engine = engine;
        this.rounds = rounds;
        this.allowance = allowance;
    }

    /** A side of the row, and what became of it at one size. */
    private static final class Seat {
        final Side side;
        final Role role;
        final Jdk jdk;
        final WorkPlace place;
        String notMeasured;
        List<Sample> samples = new ArrayList<>();

        Seat(Side side, Role role, Optional<Jdk> jdk, WorkPlace place) {
            this.side = side;
            this.role = role;
            this.jdk = jdk.orElseGet(Jdk::current);
            this.place = place;
            this.notMeasured = jdk.isPresent() ? "" : "needs a JDK " + side.leastJdk() + "+, and none was found";
        }

        /** What tells its preparation from those of other sides. */
        List<Object> prepared() {
            return List.of(side.work(), place);
        }

        SideResult result() {
            return samples.isEmpty()
                    ? SideResult.notMeasured(side.title(), role, side.code(), notMeasured)
                    : SideResult.measured(side.title(), role, side.code(), jdk.feature(), samples);
        }
    }

    /** Measures all sizes, or as many as there is time for. */
    RowResult run(List<Long> all) throws InterruptedException {
        if (bench.isInMemory() && row.peers().stream().anyMatch(peer -> peer.code() == Side.Code.DISK)) {
            remarks.add("Data lay in memory, where a durable copy costs no disk: not to be quoted.");
        }
        for (long size : all) {
            if (interrupted) {
                break;
            }
            SizeResult measured = measure(size);
            if (measured.subject().isMeasured() || measured.sides().stream().anyMatch(SideResult::isMeasured)) {
                sizes.add(measured);
            }
            remark(measured);
        }
        return RowResult.of(row.id(), row.title(), engine, row.target(engine), sizes, remarks, !bench.isInMemory());
    }

    /** Whether it was stopped by the end of the run. */
    boolean wasInterrupted() {
        return interrupted;
    }

    /** Whether a side ended with an error. */
    boolean hasFailed() {
        return failed;
    }

    private void remark(SizeResult measured) {
        for (SideResult side : measured.sides()) {
            if (!side.isMeasured()) {
                remarks.add(at(measured) + ", " + side.title() + " was not measured: " + side.notMeasured() + ".");
            }
        }
        if (measured.spread() > RowResult.GREATEST_SPREAD) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%s the times spread by %.0f %%, after %d series: not to be quoted.",
                    at(measured),
                    measured.spread() * 100,
                    measured.series()));
        }
        measured.sides().stream()
                .filter(SideResult::isMeasured)
                .mapToInt(side -> side.rounds().size())
                .min()
                .stream()
                .filter(fewest -> fewest < rounds)
                .forEach(fewest ->
                        remarks.add(at(measured) + " there was time for " + fewest + " of " + rounds + " rounds."));
    }

    private static String at(SizeResult measured) {
        return String.format(Locale.ROOT, "At %,d", measured.size());
    }

    private SizeResult measure(long size) throws InterruptedException {
        List<Seat> seats = seats(size);
        prepare(seats);
        SizeResult best = series(size, seats, 1);
        int taken = 1;
        while (best.spread() > RowResult.GREATEST_SPREAD && taken < GREATEST_SERIES && mayGoOn()) {
            seats.forEach(seat -> seat.samples = new ArrayList<>());
            taken++;
            SizeResult next = series(size, seats, taken);
            boolean whole = next.sides().stream().allMatch(side -> side.rounds().size() >= SideResult.LEAST_ROUNDS);
            best = whole && next.spread() < best.spread() ? next : best;
        }
        return new SizeResult(size, taken, best.sides());
    }

    private List<Seat> seats(long size) {
        List<Seat> seats = new ArrayList<>();
        seats.add(seat(row.subject(), Role.SUBJECT, size));
        row.peers().forEach(peer -> seats.add(seat(peer, Role.PEER, size)));
        row.beside().forEach(variant -> seats.add(seat(variant, Role.BESIDE, size)));
        return seats;
    }

    private Seat seat(Side side, Role role, long size) {
        return new Seat(side, role, bench.jdk(side), bench.place(row.data(), side, engine, size));
    }

    /** Prepares every work once for the same options, though several sides may share it. */
    private void prepare(List<Seat> seats) throws InterruptedException {
        Map<List<Object>, Seat> works = new LinkedHashMap<>();
        for (Seat seat : seats) {
            if (seat.notMeasured.isEmpty()) {
                works.putIfAbsent(seat.prepared(), seat);
            }
        }
        for (Seat seat : works.values()) {
            attempt(seat, () -> bench.prepare(seat.side, seat.jdk, seat.place, allowance.hard()));
            seats.stream()
                    .filter(other -> other.prepared().equals(seat.prepared()) && other.notMeasured.isEmpty())
                    .forEach(other -> other.notMeasured = seat.notMeasured);
        }
    }

    private SizeResult series(long size, List<Seat> seats, int number) throws InterruptedException {
        for (int round = 0; round < rounds && (round < SideResult.LEAST_ROUNDS ? !interrupted : mayGoOn()); round++) {
            for (int turn = 0; turn < seats.size(); turn++) {
                Seat seat = seats.get(round % 2 == 0 ? turn : seats.size() - 1 - turn);
                attempt(seat, () -> seat.samples.add(bench.measure(seat.side, seat.jdk, seat.place, allowance.hard())));
            }
        }
        return new SizeResult(size, number, seats.stream().map(Seat::result).toList());
    }

    private boolean mayGoOn() {
        return !interrupted && !allowance.isUsedUp();
    }

    private interface Attempt {
        void run() throws InterruptedException;
    }

    /** Does something for a side that can still be measured, and notes why it cannot be any more. */
    private void attempt(Seat seat, Attempt attempt) throws InterruptedException {
        if (!seat.notMeasured.isEmpty() || interrupted) {
            return;
        }
        try {
            attempt.run();
        } catch (ChildException e) {
            seat.notMeasured = e.reason();
            interrupted = e.kind() == ChildException.Kind.INTERRUPTED;
            if (e.kind() == ChildException.Kind.FAILED) {
                failed = true;
                seat.samples.clear();
            }
        }
    }
}
