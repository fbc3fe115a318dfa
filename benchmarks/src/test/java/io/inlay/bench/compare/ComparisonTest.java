package io.inlay.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.bench.catalogue.Side.Code;
import io.inlay.bench.catalogue.Target;
import io.inlay.bench.compare.Change.Figure;
import io.inlay.bench.compare.Change.Verdict;
import io.inlay.bench.report.Summary;
import io.inlay.bench.result.Goal;
import io.inlay.bench.result.Interval;
import io.inlay.bench.result.Machine;
import io.inlay.bench.result.Origin;
import io.inlay.bench.result.Results;
import io.inlay.bench.result.RowResult;
import io.inlay.bench.result.Sample;
import io.inlay.bench.result.SideResult;
import io.inlay.bench.result.SideResult.Role;
import io.inlay.bench.result.SizeResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is compared with what, and what comes of it. */
class ComparisonTest {
    private static final String HERE = "here";
    private static final String ELSEWHERE = "elsewhere";
    private static final Target LONGEST = Target.figure("put.longest.micros", 100);

    private static SideResult side(Role role, Code code, List<Sample> rounds) {
        return SideResult.measured(role.name(), role, code, 17, rounds);
    }

    private static List<Sample> rounds(long... nanos) {
        return LongStream.of(nanos)
                .mapToObj(time -> new Sample(time, 1, 1, Map.of(), 0))
                .toList();
    }

    private static Results results(String machine, Optional<Target> target, SideResult... sides) {
        return results(machine, true, target, sides);
    }

    private static Results results(String machine, boolean onDisk, Optional<Target> target, SideResult... sides) {
        SizeResult size = new SizeResult(1000, 1, List.of(sides));
        RowResult row = RowResult.of("row", "Row", "rocksdb", target, List.of(size), List.of(), onDisk);
        Machine where = new Machine(machine, 2, 1, "Linux", "ext4");
        Origin origin = new Origin("2026-03-01T12:00:00Z", 1, "", "", where, "17", "", "", Map.of(), false, 3);
        return Results.of(true, origin, List.of(row), List.of());
    }

    private static Results against(String machine, Code code, long subject, long peer) {
        return results(
                machine,
                Optional.empty(),
                side(Role.SUBJECT, Code.INLAY, rounds(subject, subject)),
                side(Role.PEER, code, rounds(peer, peer)));
    }

    private static Results alone(long... nanos) {
        return results(HERE, Optional.empty(), side(Role.SUBJECT, Code.INLAY, rounds(nanos)));
    }

    private static Change only(Results before, Results now) {
        List<Change> changes = Comparison.of(before, now).changes();
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }

    @Test
    void on_the_same_machine_time_is_judged_and_the_ratio_shown_beside_it() {
        Results before = against(HERE, Code.DISK, 1000, 500);
        Change both = only(before, against(HERE, Code.DISK, 2000, 1000));
        assertThat(both.figure()).isEqualTo(Figure.TIME);
        assertThat(both.verdict()).isEqualTo(Verdict.SLOWER);
        assertThat(both.ratio()).isEqualTo(Interval.exactly(1));
        Results slowerPeer = against(HERE, Code.DISK, 1000, 1000);
        assertThat(only(before, slowerPeer).verdict()).isEqualTo(Verdict.NOISE);
        assertThat(Summary.of(Comparison.of(before, slowerPeer))).contains("ratio to the peer 0.50");
    }

    @ParameterizedTest
    @CsvSource({"OTHER,RATIO,SLOWER", "DISK,TIME,NOT_COMPARABLE", "INLAY,TIME,NOT_COMPARABLE"})
    void on_another_machine_only_a_ratio_to_what_others_wrote_tells(Code peer, Figure figure, Verdict verdict) {
        Change change = only(against(HERE, peer, 1000, 500), against(ELSEWHERE, peer, 1000, 250));
        assertThat(change.figure()).isEqualTo(figure);
        assertThat(change.verdict()).isEqualTo(verdict);
    }

    @Test
    void the_greatest_of_few_rounds_is_noise_and_of_many_the_median() {
        assertThat(only(alone(100, 110, 200), alone(150, 160, 170)).verdict()).isEqualTo(Verdict.NOISE);
        Results many = alone(100, 100, 100, 110, 200, 200, 200);
        assertThat(only(many, alone(150, 160, 170)).verdict()).isEqualTo(Verdict.SLOWER);
        assertThat(only(alone(150, 160, 170), many).verdict()).isEqualTo(Verdict.FASTER);
    }

    @Test
    void a_single_round_is_noise_and_its_goal_is_not_to_be_quoted() {
        assertThat(only(alone(100, 100), alone(1000)).verdict()).isEqualTo(Verdict.NOISE);
        assertThat(only(alone(1000), alone(100, 100)).verdict()).isEqualTo(Verdict.NOISE);
        Optional<Target> target = Optional.of(Target.ratio(3));
        SideResult peer = side(Role.PEER, Code.OTHER, rounds(100, 100));
        assertThat(goal(results(HERE, target, side(Role.SUBJECT, Code.INLAY, rounds(100)), peer)))
                .isEqualTo(Goal.Verdict.NOT_QUOTABLE);
        SideResult subject = side(Role.SUBJECT, Code.INLAY, rounds(100, 100));
        assertThat(goal(results(HERE, target, subject, side(Role.PEER, Code.OTHER, rounds(100)))))
                .isEqualTo(Goal.Verdict.NOT_QUOTABLE);
        assertThat(goal(results(HERE, target, subject, peer))).isEqualTo(Goal.Verdict.REACHED);
        assertThat(goal(results(HERE, Optional.of(LONGEST), side(Role.SUBJECT, Code.INLAY, puts(50)))))
                .isEqualTo(Goal.Verdict.NOT_QUOTABLE);
    }

    @Test
    void nothing_is_said_against_a_durable_copy_without_a_disk() {
        Optional<Target> target = Optional.of(Target.ratio(3));
        SideResult subject = side(Role.SUBJECT, Code.INLAY, rounds(100, 100));
        SideResult copy = side(Role.PEER, Code.DISK, rounds(100, 100));
        SideResult other = side(Role.PEER, Code.OTHER, rounds(100, 100));
        assertThat(goal(results(HERE, false, target, subject, copy))).isEqualTo(Goal.Verdict.NOT_QUOTABLE);
        assertThat(goal(results(HERE, false, target, subject, other))).isEqualTo(Goal.Verdict.REACHED);
        assertThat(goal(results(HERE, true, target, subject, copy))).isEqualTo(Goal.Verdict.REACHED);
        assertThat(Machine.keepsInMemory("tmpfs")).isTrue();
        assertThat(Machine.keepsInMemory("ext4")).isFalse();
    }

    private static Goal.Verdict goal(Results results) {
        return Objects.requireNonNull(results.rows().get(0).goal()).verdict();
    }

    private static List<Sample> puts(double... micros) {
        return DoubleStream.of(micros)
                .mapToObj(longest -> new Sample(1000, 1, 1, Map.of("put.longest.micros", longest), 1L << 20))
                .toList();
    }

    @Test
    void the_figure_of_a_target_and_the_memory_are_compared_too() {
        Results before = results(HERE, Optional.of(LONGEST), side(Role.SUBJECT, Code.INLAY, puts(50, 60)));
        Results now = results(HERE, Optional.of(LONGEST), side(Role.SUBJECT, Code.INLAY, puts(90, 95)));
        Comparison comparison = Comparison.of(before, now);
        assertThat(comparison.changes())
                .extracting(Change::figure)
                .containsExactly(Figure.TIME, Figure.FIGURE, Figure.MEMORY);
        assertThat(comparison.changes())
                .extracting(Change::verdict)
                .containsExactly(Verdict.NOISE, Verdict.SLOWER, Verdict.NOISE);
        assertThat(comparison.isSlower()).isTrue();
        assertThat(Summary.of(comparison)).contains("put.longest.micros", "MORE", "memory");
    }

    @Test
    void bytes_that_were_nothing_before_can_be_told() {
        Optional<Target> target = Optional.of(Target.figure("bytes.copied", 0));
        List<Sample> none = List.of(copied(0), copied(0));
        List<Sample> some = List.of(copied(4096), copied(4096));
        Results before = results(HERE, target, side(Role.SUBJECT, Code.INLAY, none));
        Comparison comparison = Comparison.of(before, results(ELSEWHERE, target, side(Role.SUBJECT, Code.INLAY, some)));
        assertThat(comparison.changes())
                .extracting(Change::verdict)
                .containsExactly(Verdict.NOT_COMPARABLE, Verdict.SLOWER);
        assertThat(comparison.changes().get(1).quotient()).isEqualTo(Interval.exactly(4096));
    }

    private static Sample copied(double bytes) {
        return new Sample(1000, 1, 1, Map.of("bytes.copied", bytes), 0);
    }
}
