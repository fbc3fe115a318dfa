import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Scans an LMDB store through the C API (lmdb.h): its user keys, which are stored behind one byte of value 1, by mdb_cursor_get.
 * That byte is counted nowhere. The property loop.library names the library.
 *
 * <p>Addresses are passed as long, and the step is made without a change of the thread's state, so that what is left is the
 * library's own time.
 */
public final class LmdbLoop {
    private static final int MDB_RDONLY = 0x20000;
    private static final int MDB_NOLOCK = 0x400000;
    private static final int MDB_NEXT = 8;
    private static final int MDB_SET_RANGE = 17;
    private static final int MDB_NOTFOUND = -30798;
    private static final long MAP_BYTES = 1L << 40;
    private static final byte USER = 1;

    private static final int TOLD_BEFORE_NANOS = 3;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option[] MAY_WAIT = {};
    private static final Linker.Option[] NEVER_WAITS = {Linker.Option.critical(false)};
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final SymbolLookup LIBRARY =
            SymbolLookup.libraryLookup(Path.of(System.getProperty("loop.library")), Arena.global());

    private static final MethodHandle CURSOR_GET =
            call("mdb_cursor_get", NEVER_WAITS, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private final Arena arena = Arena.global();
    /** Two MDB_val: size and address of a key, and of a value. */
    private final MemorySegment found = arena.allocate(4 * JAVA_LONG.byteSize(), JAVA_LONG.byteAlignment());
    private final MemorySegment made = arena.allocate(JAVA_LONG);
    private long records;
    private long bytes;
    private long sum;

    private static MethodHandle call(
            String name, Linker.Option[] options, ValueLayout result, MemoryLayout... arguments) {
        MemorySegment function =
                LIBRARY.find(name).orElseThrow(() -> new IllegalStateException("the library has no " + name));
        return LINKER.downcallHandle(
                function,
                result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments),
                options);
    }

    private static void check(String what, int status) {
        if (status != 0) {
            throw new IllegalStateException(what + " gave " + status);
        }
    }

    /** Scans a store so often, and tells records, bytes, the sum of first and last bytes, and the nanoseconds of every time. */
    public static long[] scan(String directory, int times) throws Throwable {
        LmdbLoop loop = new LmdbLoop();
        long environment = loop.open(directory);
        long[] told = new long[TOLD_BEFORE_NANOS + times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            loop.scan(environment);
            told[TOLD_BEFORE_NANOS + i] = System.nanoTime() - start;
        }
        told[0] = loop.records;
        told[1] = loop.bytes;
        told[2] = loop.sum;
        return told;
    }

    private long open(String directory) throws Throwable {
        check("mdb_env_create", (int) call("mdb_env_create", MAY_WAIT, JAVA_INT, JAVA_LONG).invokeExact(made.address()));
        long environment = made.get(JAVA_LONG, 0);
        check(
                "mdb_env_set_mapsize",
                (int) call("mdb_env_set_mapsize", MAY_WAIT, JAVA_INT, JAVA_LONG, JAVA_LONG)
                        .invokeExact(environment, MAP_BYTES));
        check(
                "mdb_env_open",
                (int) call("mdb_env_open", MAY_WAIT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT)
                        .invokeExact(
                                environment, arena.allocateFrom(directory).address(), MDB_RDONLY | MDB_NOLOCK, 0));
        return environment;
    }

    private void scan(long environment) throws Throwable {
        check(
                "mdb_txn_begin",
                (int) call("mdb_txn_begin", MAY_WAIT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG)
                        .invokeExact(environment, 0L, MDB_RDONLY, made.address()));
        long transaction = made.get(JAVA_LONG, 0);
        check(
                "mdb_dbi_open",
                (int) call("mdb_dbi_open", MAY_WAIT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG)
                        .invokeExact(transaction, 0L, 0, made.address()));
        int database = made.get(JAVA_INT, 0);
        check(
                "mdb_cursor_open",
                (int) call("mdb_cursor_open", MAY_WAIT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG)
                        .invokeExact(transaction, database, made.address()));
        long cursor = made.get(JAVA_LONG, 0);
        walk(cursor);
        call("mdb_cursor_close", MAY_WAIT, null, JAVA_LONG).invokeExact(cursor);
        call("mdb_txn_abort", MAY_WAIT, null, JAVA_LONG).invokeExact(transaction);
    }

    private void walk(long cursor) throws Throwable {
        long seen = 0;
        long length = 0;
        long ends = 0;
        long key = found.address();
        long value = key + 2 * JAVA_LONG.byteSize();
        MemorySegment start = arena.allocateFrom(JAVA_BYTE, USER);
        found.setAtIndex(JAVA_LONG, 0, start.byteSize());
        found.setAtIndex(JAVA_LONG, 1, start.address());
        int status = (int) CURSOR_GET.invokeExact(cursor, key, value, MDB_SET_RANGE);
        while (status == 0) {
            long keyLength = found.getAtIndex(JAVA_LONG, 0);
            long keyAt = found.getAtIndex(JAVA_LONG, 1);
            long valueLength = found.getAtIndex(JAVA_LONG, 2);
            long valueAt = found.getAtIndex(JAVA_LONG, 3);
            seen++;
            length += keyLength - 1 + valueLength;
            ends += MEMORY.get(JAVA_BYTE, keyAt + 1) + MEMORY.get(JAVA_BYTE, keyAt + keyLength - 1);
            ends += MEMORY.get(JAVA_BYTE, valueAt) + MEMORY.get(JAVA_BYTE, valueAt + valueLength - 1);
            status = (int) CURSOR_GET.invokeExact(cursor, key, value, MDB_NEXT);
        }
        if (status != MDB_NOTFOUND) {
            check("mdb_cursor_get", status);
        }
        records = seen;
        bytes = length;
        sum = ends;
    }
}
