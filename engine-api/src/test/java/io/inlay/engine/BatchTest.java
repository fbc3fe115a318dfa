package io.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    @Test
    void shows_its_operations_in_order_and_keeps_copies() {
        byte[] key = {1};
        Batch batch = new Batch().put(key, new byte[] {2, 2}).delete(key).deleteRange(KeyRange.all());
        key[0] = 9;
        List<String> seen = new ArrayList<>();
        batch.forEach(new Batch.Visitor() {
            @Override
            public void put(byte[] k, byte[] v) {
                seen.add("put " + k[0] + " " + v.length);
            }

            @Override
            public void delete(byte[] k) {
                seen.add("delete " + k[0]);
            }

            @Override
            public void deleteRange(KeyRange range) {
                seen.add("deleteRange " + range);
            }
        });
        assertThat(seen).containsExactly("put 1 2", "delete 1", "deleteRange [, end)");
        assertThat(batch.size()).isEqualTo(3);
        assertThat(batch.bytes()).isEqualTo(4);
        batch.clear();
        assertThat(batch.size()).isZero();
        assertThat(batch.bytes()).isZero();
    }
}
