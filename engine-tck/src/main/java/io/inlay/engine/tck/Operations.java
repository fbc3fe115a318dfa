package io.inlay.engine.tck;

import io.inlay.engine.Access;
import io.inlay.engine.Batch;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.tck.Operation.Part;
import io.inlay.engine.tck.Operation.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Makes random operations; the same seed and limit make the same ones. */
final class Operations {
    private static final int NUMBERS = 1_000;

    private final Random random;
    private final NastyKeys keys;

    private Operations(long seed, int maxKeyBytes) {
        this.random = new Random(seed);
        this.keys = new NastyKeys(random, maxKeyBytes);
    }

    /** A sequence of operations. */
    static List<Operation> of(long seed, int maxKeyBytes, int count) {
        Operations operations = new Operations(seed, maxKeyBytes);
        List<Operation> sequence = new ArrayList<>();
        while (sequence.size() < count) {
            sequence.add(operations.next());
        }
        return sequence;
    }

    private Operation next() {
        int dice = random.nextInt(1_000);
        if (dice < 260) {
            return new Operation.Write(batch(), random.nextInt(10) == 0 ? Durability.SYNC : Durability.RELAXED);
        } else if (dice < 330) {
            return replace();
        } else if (dice < 430) {
            return new Operation.Get(keys.near());
        } else if (dice < 500) {
            return new Operation.Scan(range(), direction(), access());
        } else if (dice < 540) {
            return new Operation.OpenSnapshot();
        } else if (dice < 600) {
            return new Operation.ReadSnapshot(number(), keys.near(), range());
        } else if (dice < 630) {
            return new Operation.CloseSnapshot(number());
        } else if (dice < 720) {
            return new Operation.OpenCursor(random.nextBoolean(), number(), range(), direction(), access());
        } else if (dice < 840) {
            return new Operation.Move(number(), 1 + random.nextInt(12));
        } else if (dice < 940) {
            return new Operation.Seek(number(), keys.near(), random.nextInt(6));
        } else if (dice < 985) {
            return new Operation.CloseCursor(number());
        }
        return rare(dice);
    }

    private Operation rare(int dice) {
        if (dice < 990) {
            return new Operation.Sync();
        }
        return dice < 995 ? new Operation.Reclaim(range()) : new Operation.Reopen();
    }

    private int number() {
        return random.nextInt(NUMBERS);
    }

    private Direction direction() {
        return random.nextBoolean() ? Direction.FORWARD : Direction.BACKWARD;
    }

    private Access access() {
        return random.nextBoolean() ? Access.POINT : Access.SCAN;
    }

    private KeyRange range() {
        if (random.nextInt(6) == 0) {
            return KeyRange.all();
        }
        byte[] a = keys.near();
        byte[] b = keys.near();
        if (random.nextInt(8) == 0) {
            return random.nextBoolean() ? KeyRange.of(a, null) : KeyRange.prefix(a);
        }
        return Keys.compare(a, b) <= 0 ? KeyRange.of(a, b) : KeyRange.of(b, a);
    }

    private Batch batch() {
        Batch batch = new Batch();
        int count = random.nextInt(4) == 0 ? random.nextInt(40) : 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int dice = random.nextInt(20);
            if (dice == 0 && count < 20) {
                batch.deleteRange(range());
            } else if (dice < 5) {
                batch.delete(keys.next());
            } else {
                batch.put(keys.next(), value());
            }
        }
        return batch;
    }

    private byte[] value() {
        int dice = random.nextInt(100);
        int length = dice < 15 ? 0 : dice < 75 ? random.nextInt(20) : dice < 97 ? random.nextInt(600) : 5_000;
        byte[] value = new byte[random.nextInt(2_000) == 0 ? 200_000 : length];
        random.nextBytes(value);
        return value;
    }

    /** One to four disjoint ranges between sorted keys; some are adjacent, the last may be open. */
    private Operation replace() {
        TreeSet<byte[]> bounds = new TreeSet<>(Keys::compare);
        int wanted = 2 + random.nextInt(5);
        while (bounds.size() < wanted) {
            bounds.add(keys.near());
        }
        List<byte[]> ascending = new ArrayList<>(bounds);
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at + 1 < ascending.size()) {
            parts.add(part(KeyRange.of(ascending.get(at), ascending.get(at + 1))));
            at += random.nextInt(3) == 0 ? 1 : 2;
        }
        if (parts.isEmpty() || (at < ascending.size() && random.nextInt(6) == 0)) {
            parts.add(part(KeyRange.of(ascending.get(Math.min(at, ascending.size() - 1)), null)));
        }
        return new Operation.Replace(parts, random.nextInt(8) != 0);
    }

    private Part part(KeyRange range) {
        int dice = random.nextInt(20);
        Source source = dice < 8 ? Source.EXCISE : dice < 14 ? Source.OVERLAY : dice < 16 ? Source.EMPTY : Source.COPY;
        Contents run = new Contents();
        Contents deletes = new Contents();
        if (source == Source.EXCISE || source == Source.OVERLAY) {
            int tries = random.nextInt(120);
            for (int i = 0; i < tries; i++) {
                byte[] key = keys.next();
                if (range.contains(key)) {
                    run.put(key, value());
                    if (source == Source.OVERLAY && random.nextInt(3) == 0) {
                        deletes.put(key, new byte[0]);
                    }
                }
            }
        }
        return new Part(range, source, run, deletes, number());
    }
}
