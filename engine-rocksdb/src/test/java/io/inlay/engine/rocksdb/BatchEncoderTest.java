package io.inlay.engine.rocksdb;

import static io.inlay.engine.rocksdb.Entries.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.inlay.engine.Batch;
import io.inlay.engine.KeyRange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rocksdb.WriteBatch;

/** RocksDB's own encoding is what ours is compared with. */
class BatchEncoderTest {
    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @Test
    void equalsTheNativeEncoding() throws Exception {
        byte[] longKey = new byte[40_000];
        byte[] longValue = new byte[3_000_000];
        Batch batch = new Batch()
                .put(bytes("a"), bytes(""))
                .put(longKey, longValue)
                .delete(bytes("b"))
                .deleteRange(KeyRange.of(bytes("c"), bytes("d")))
                .put(new byte[0], bytes("v"));
        try (WriteBatch expected = new WriteBatch()) {
            expected.put(bytes("a"), bytes(""));
            expected.put(longKey, longValue);
            expected.delete(bytes("b"));
            expected.deleteRange(bytes("c"), bytes("d"));
            expected.put(new byte[0], bytes("v"));
            assertThat(BatchEncoder.of(batch).encoded()).isEqualTo(expected.data());
        }
    }

    @Test
    void rangesThatHoldOneKeyOrNoneNeedNoRangeTombstone() throws Exception {
        Batch batch = new Batch()
                .deleteRange(KeyRange.single(bytes("k")))
                .deleteRange(KeyRange.of(bytes("x"), bytes("x")))
                .deleteRange(KeyRange.of(new byte[KeyBounds.MAX_KEY_BYTES + 1], new byte[KeyBounds.MAX_KEY_BYTES + 9]));
        try (WriteBatch expected = new WriteBatch()) {
            expected.delete(bytes("k"));
            assertThat(BatchEncoder.of(batch).encoded()).isEqualTo(expected.data());
        }
    }
}
