package io.inlay.bench.anchor;

import static io.inlay.bench.anchor.AnchorSet.A0;
import static io.inlay.bench.anchor.AnchorSet.A1;
import static io.inlay.bench.anchor.AnchorSet.A2;
import static io.inlay.bench.anchor.AnchorSet.A3;
import static io.inlay.bench.anchor.AnchorSet.BASE;
import static io.inlay.bench.anchor.AnchorSet.P0;
import static io.inlay.bench.anchor.AnchorSet.P2;
import static io.inlay.bench.anchor.AnchorSet.SRC;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AnchorSetTest {
    private static final long DAY = 86_400_000_000L;

    private static Map<Long, Long> numbers(AnchorSet set, long n) {
        Map<Long, Long> numbers = new TreeMap<>();
        set.each('G', n, (i, micros) -> assertThat(numbers.put(i, micros)).isNull());
        return numbers;
    }

    @Test
    void ids_are_second_and_payload() {
        assertThat(SRC.id()).hasToString("382ghhzNCiaOFvphZGpHFNH43Bh").isEqualTo(BASE.id());
        assertThat(new String(A3.id().payload(), StandardCharsets.US_ASCII)).isEqualTo("anchor-syncA-003");
        assertThat(Arrays.stream(AnchorSet.values()).map(AnchorSet::id)).hasSize(9);
        assertThat(new HashSet<>(
                        Arrays.stream(AnchorSet.values()).map(AnchorSet::id).toList()))
                .hasSize(8);
    }

    @Test
    void the_whole_and_its_older_version() {
        assertThat(numbers(SRC, 1000)).hasSize(1000).containsEntry(1L, 2 * DAY + 1_795_116_881L);
        assertThat(numbers(BASE, 1000).keySet())
                .hasSize(1000)
                .contains(50L, 1049L)
                .doesNotContain(49L, 1050L);
        assertThat(numbers(BASE, 1000)).containsEntry(51L, numbers(SRC, 1000).get(51L) - 2 * DAY);
    }

    @Test
    void four_overlapping_syncs_tie_in_a_fifth_of_what_they_share() {
        Map<Long, Long> first = numbers(A0, 800);
        assertThat(first.keySet()).hasSize(200).contains(0L, 199L).doesNotContain(200L);
        Map<Long, Long> last = numbers(A3, 800);
        assertThat(last.keySet()).hasSize(200).contains(0L, 99L, 400L, 499L).doesNotContain(100L, 399L, 500L);
        for (long i = 0; i < 100; i++) {
            Set<Long> times = new HashSet<>();
            for (AnchorSet set : AnchorSet.values()) {
                if (set.compareTo(A0) >= 0 && set.compareTo(A3) <= 0) {
                    times.add(numbers(set, 800).get(i));
                }
            }
            assertThat(times).as("grant %s", i).hasSize(i % 5 == 0 ? 1 : 4);
        }
        assertThat(numbers(A2, 800)).containsEntry(7L, Noise.jitterMicros('G', 1_000_000_030L));
        assertThat(numbers(A1, 800)).containsEntry(200L, Noise.jitterMicros('G', 200));
    }

    @Test
    void three_small_newer_syncs() {
        assertThat(numbers(P0, 1000).keySet())
                .containsExactly(0L, 125L, 250L, 375L, 500L, 625L, 750L, 875L, 1000L, 1001L);
        assertThat(numbers(P2, 1000).keySet())
                .containsExactly(82L, 207L, 332L, 457L, 582L, 707L, 832L, 957L, 1004L, 1005L);
        assertThat(numbers(P2, 1000))
                .containsEntry(1004L, 4 * DAY + 2 * 3_600_000_000L + Noise.jitterMicros('G', 1004));
    }
}
