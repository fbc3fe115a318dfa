package io.inlay.bench.work.peer;

import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.NumberedRecords;
import io.inlay.bench.work.record.Pass;
import io.inlay.bench.work.record.Places;
import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Cursor;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.Engine;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Replacement;
import io.inlay.engine.RunWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any engine: loads and replaces are replacements. */
final class EngineStore implements RecordStore {
    private final Engine engine;
    private final Durability durability;

    EngineStore(Engine engine, boolean durable) {
        this.engine = engine;
        this.durability = durable ? Durability.SYNC : Durability.RELAXED;
    }

    @Override
    public void load(Content content, long until) {
        replace(content, 0, until);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return engine.get(key);
    }

    @Override
    public Seeker seeker() {
        Cursor cursor = engine.cursor(KeyRange.all(), Direction.FORWARD, Access.POINT);
        return new Seeker() {
            @Override
            public int seek(byte[] key) {
                return cursor.seek(key)
                        ? cursor.key().remaining() + cursor.value().remaining()
                        : -1;
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    @Override
    public Pass scan() {
        return Pass.over(engine, KeyRange.all());
    }

    @Override
    public void write(List<Map.Entry<byte[], byte[]>> records) {
        Batch batch = new Batch();
        records.forEach(record -> batch.put(record.getKey(), record.getValue()));
        engine.write(batch, durability);
    }

    @Override
    public void replace(Content content, long from, long until) {
        byte[] key = new byte[NumberedRecords.KEY_BYTES];
        byte[] value = new byte[NumberedRecords.VALUE_BYTES];
        try (Replacement replacement = engine.begin();
                RunWriter run = replacement.excise(Places.range(from, until))) {
            content.each(from, until, (number, generation) -> {
                NumberedRecords.fillKey(key, number);
                NumberedRecords.fillValue(value, number, generation);
                run.add(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
            });
            run.finish();
            replacement.commit();
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
