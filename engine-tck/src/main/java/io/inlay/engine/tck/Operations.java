package io.inlay.engine.tck;

import io.inlay.engine.Access;
import io.inlay.engine.Direction;
import io.inlay.engine.Durability;
import io.inlay.engine.KeyRange;
import io.inlay.engine.Keys;
import io.inlay.engine.Limits;
import io.inlay.engine.tck.Operation.Change;
import io.inlay.engine.tck.Operation.Delete;
import io.inlay.engine.tck.Operation.DeleteRange;
import io.inlay.engine.tck.Operation.End;
import io.inlay.engine.tck.Operation.Part;
import io.inlay.engine.tck.Operation.Put;
import io.inlay.engine.tck.Operation.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Makes random operations; the same seed and limits make the same ones. Most of them read: what is written stays to be looked
 * at from all sides, and few of them wait for a disk.
 */
final class Operations {
    private final Random random;
    private final NastyKeys keys;
    private final int maxValueBytes;
    private int values;

    private Operations(long seed, Limits limits) {
        this.random = new Random(seed);
        this.keys = new NastyKeys(random, limits.maxKeyBytes());
        this.maxValueBytes = limits.maxValueBytes();
    }

    /** A sequence of operations. */
    static List<Operation> of(long seed, Limits limits, int count) {
        Operations operations = new Operations(seed, limits);
        List<Operation> sequence = new ArrayList<>();
        while (sequence.size() < count) {
            sequence.add(operations.next());
        }
        return sequence;
    }

    private Operation next() {
        int dice = random.nextInt(10_000);
        if (dice < 700) {
            return new Operation.Write(batch(), random.nextInt(50) == 0 ? Durability.SYNC : Durability.RELAXED);
        } else if (dice < 780) {
            return replace();
        } else if (dice < 800) {
            return new Operation.EndReplace(random.nextInt(Operation.REPLACEMENTS), random.nextInt(4) != 0);
        } else if (dice < 815) {
            return rare();
        } else if (dice < 2_500) {
            return new Operation.Get(keys.near());
        } else if (dice < 2_900) {
            return new Operation.Scan(range(), direction(), access());
        } else if (dice < 4_500) {
            return onSnapshot(dice);
        }
        return onCursor(dice);
    }

    private Operation rare() {
        return switch (random.nextInt(15)) {
            case 0, 1 -> new Operation.Reopen();
            case 2, 3, 4 -> new Operation.CloseInUse();
            case 5, 6 -> new Operation.ReclaimRange(range());
            default -> new Operation.Sync();
        };
    }

    private Operation onSnapshot(int dice) {
        int slot = random.nextInt(Operation.SNAPSHOTS);
        if (dice < 3_100) {
            return new Operation.OpenSnapshot(slot);
        } else if (dice < 3_200) {
            return new Operation.CloseSnapshot(slot);
        } else if (dice < 3_500) {
            return new Operation.SnapshotScan(slot, range(), direction());
        }
        return new Operation.SnapshotGet(slot, keys.near());
    }

    private Operation onCursor(int dice) {
        int slot = random.nextInt(Operation.CURSORS);
        if (dice < 5_300) {
            int snapshot = random.nextBoolean() ? -1 : random.nextInt(Operation.SNAPSHOTS);
            return new Operation.OpenCursor(slot, snapshot, range(), direction(), access());
        } else if (dice < 7_500) {
            return new Operation.Move(slot, 1 + random.nextInt(12));
        } else if (dice < 9_800) {
            return new Operation.Seek(slot, keys.near(), random.nextInt(6));
        }
        return new Operation.CloseCursor(slot);
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

    private List<Change> batch() {
        List<Change> changes = new ArrayList<>();
        int count = random.nextInt(3) == 0 ? random.nextInt(60) : 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int dice = random.nextInt(20);
            if (dice == 0 && count < 20) {
                changes.add(new DeleteRange(range()));
            } else {
                changes.add(dice < 5 ? new Delete(keys.next()) : new Put(keys.next(), value()));
            }
        }
        return changes;
    }

    private Value value() {
        int dice = random.nextInt(100);
        int length = dice < 15 ? 0 : dice < 75 ? random.nextInt(20) : dice < 98 ? random.nextInt(600) : 5_000;
        return new Value(++values, Math.min(maxValueBytes, random.nextInt(3_000) == 0 ? 200_000 : length));
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
        int dice = random.nextInt(10);
        End end = dice < 6 ? End.COMMIT : dice < 9 ? End.STAY : End.ABANDON;
        return new Operation.Replace(parts, end, random.nextInt(Operation.REPLACEMENTS));
    }

    private Part part(KeyRange range) {
        int dice = random.nextInt(80);
        Source source = dice < 32
                ? Source.EXCISE
                : dice < 55 ? Source.OVERLAY : dice < 63 ? Source.EMPTY : dice < 78 ? Source.COPY : Source.DYING;
        List<Change> run = new ArrayList<>();
        if (source != Source.EMPTY && source != Source.COPY) {
            TreeSet<byte[]> chosen = new TreeSet<>(Keys::compare);
            int tries = random.nextInt(120);
            for (int i = 0; i < tries; i++) {
                byte[] key = keys.next();
                if (range.contains(key)) {
                    chosen.add(key);
                }
            }
            for (byte[] key : chosen) {
                boolean delete = source == Source.OVERLAY && random.nextInt(3) == 0;
                run.add(delete ? new Delete(key) : new Put(key, value()));
            }
        }
        return new Part(range, source, run, random.nextInt(Operation.SNAPSHOTS));
    }
}
