package io.inlay.engine.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Batch;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Limits;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.tck.RandomComparison.Failure;
import io.inlay.engine.tck.decorate.ForwardingEngine;
import io.inlay.engine.tck.model.ModelProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The random comparison finds a fault, makes it short, and writes it down so that it can be replayed. */
class RandomComparisonTest {
    private static final Limits SMALL = new Limits(2_100, 1_000, 10);

    @TempDir
    Path directory;

    private record Broken(UnaryOperator<Engine> fault) implements EngineProvider {
        @Override
        public String name() {
            return "model";
        }

        @Override
        public List<OptionSpec> options() {
            return new ModelProvider().options();
        }

        @Override
        public Engine open(Path directory, Map<String, String> options) {
            return fault.apply(new ModelProvider().open(directory, options));
        }
    }

    private RandomComparison over(UnaryOperator<Engine> fault) {
        EngineContract contract = new EngineContract() {
            @Override
            protected EngineProvider provider() {
                return new Broken(fault);
            }
        };
        return new RandomComparison(new Fixture(contract, directory));
    }

    /** Deletes the upper bound of a range too, but only of small batches, so that not every operation shows it. */
    private static Engine deletesTheUpperBound(Engine inner) {
        return new ForwardingEngine(inner) {
            @Override
            public void write(Batch batch, Durability durability) {
                Batch wrong = new Batch();
                batch.forEach(new Batch.Visitor() {
                    @Override
                    public void put(byte[] key, byte[] value) {
                        wrong.put(key, value);
                    }

                    @Override
                    public void delete(byte[] key) {
                        wrong.delete(key);
                    }

                    @Override
                    public void deleteRange(KeyRange range) {
                        wrong.deleteRange(range);
                        byte[] until = range.until();
                        if (until != null && !range.isEmpty()) {
                            wrong.delete(until);
                        }
                    }
                });
                inner.write(wrong, durability);
            }
        };
    }

    @Test
    void a_fault_is_found_made_short_and_can_be_replayed() {
        RandomComparison broken = over(RandomComparisonTest::deletesTheUpperBound);
        Failure failure = broken.run(3, 5_000);
        assertThat(failure).isNotNull();

        Failure shortened = broken.shorten(failure);
        assertThat(shortened.sequence()).hasSizeLessThanOrEqualTo(3);
        String told = RandomComparison.describe("-Dtck.seeds=3", failure, shortened);
        assertThat(told).contains("-Dtck.seeds=3", "-Dtck.replay=FILE");

        List<Operation> replayed = OperationText.read(told);
        assertThat(replayed).hasSameSizeAs(shortened.sequence());
        assertThat(broken.run(replayed)).isNotNull();
        assertThat(over(UnaryOperator.identity()).run(replayed)).isNull();
    }

    @Test
    void every_operation_can_be_written_down_and_read_back() {
        List<Operation> operations = Operations.of(5, SMALL, 20_000);
        String text = OperationText.write(operations);
        assertThat(OperationText.write(OperationText.read(text))).isEqualTo(text);
        Set<Class<?>> kinds = new HashSet<>();
        operations.forEach(operation -> kinds.add(operation.getClass()));
        assertThat(kinds).hasSize(Operation.class.getPermittedSubclasses().length);
    }

    @Test
    void a_seed_makes_the_same_operations_again() {
        assertThat(OperationText.write(Operations.of(9, SMALL, 500)))
                .isEqualTo(OperationText.write(Operations.of(9, SMALL, 500)))
                .isNotEqualTo(OperationText.write(Operations.of(10, SMALL, 500)));
    }

    @Test
    void what_is_not_needed_for_a_failure_is_left_out() {
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
        List<Integer> shortest = new Shortening<>(
                        numbers,
                        list -> list.contains(17) && list.contains(600) ? list.indexOf(600) : -1,
                        number -> List.of(),
                        100_000)
                .run();
        assertThat(shortest).containsExactly(17, 600);
    }

    @Test
    void steps_are_made_simpler_and_the_effort_is_bounded() {
        List<Integer> numbers = new ArrayList<>(List.of(5, 900, 7));
        assertThat(new Shortening<>(
                                numbers,
                                list -> list.stream().anyMatch(n -> n > 100) ? 0 : -1,
                                number -> number > 0 ? List.of(number / 2, number - 1) : List.of(),
                                1_000)
                        .run())
                .containsExactly(101);
        assertThat(new Shortening<>(numbers, list -> 0, number -> List.of(), 0).run())
                .isEqualTo(numbers);
    }
}
