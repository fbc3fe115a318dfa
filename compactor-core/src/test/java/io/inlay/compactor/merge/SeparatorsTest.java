package io.inlay.compactor.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeparatorsTest {
    @Test
    void they_are_those_found_byte_by_byte() {
        Random random = new Random(5);
        byte[] bytes = {0, 1, 2, 'x', (byte) 0x7f, (byte) 0x80, (byte) 0x81, (byte) 0xff};
        for (int i = 0; i < 50_000; i++) {
            int from = 8 + random.nextInt(20);
            int until = from + random.nextInt(40);
            byte[] key = new byte[until + Separators.SPARE];
            int zeros = 1 + random.nextInt(20);
            for (int at = 0; at < key.length; at++) {
                key[at] = random.nextInt(zeros) == 0 ? 0 : bytes[random.nextInt(bytes.length)];
            }
            key[from - 1] = 0;
            List<Integer> separators = new ArrayList<>();
            for (int at = from; at < until; at++) {
                if (key[at] == 0) {
                    separators.add(at);
                }
            }
            assertThat(Separators.count(key, from, until)).isEqualTo(separators.size());
            for (int number = 1; number <= separators.size() + 2; number++) {
                assertThat(Separators.lastElements(key, from, until, number))
                        .as("%s from %d until %d, %d elements", Arrays.toString(key), from, until, number)
                        .isEqualTo(expected(separators, from, number));
            }
        }
    }

    private static int expected(List<Integer> separators, int from, int number) {
        if (number > separators.size() + 1) {
            return -1;
        }
        return number == separators.size() + 1 ? from : separators.get(separators.size() - number) + 1;
    }
}
