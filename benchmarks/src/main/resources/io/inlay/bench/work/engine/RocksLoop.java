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
 * Scans a RocksDB store through the C API (rocksdb/c.h), with what decides how a scan reads set as the engine sets it: read-ahead
 * of 2 MiB, blocks not kept in the cache, checksums verified. The property loop.library names the library.
 *
 * <p>Addresses are passed as long, and calls that cannot wait are made without a change of the thread's state, so that what is
 * left is the library's own time.
 */
public final class RocksLoop {
    private static final long READ_AHEAD_BYTES = 2L << 20;
    private static final long CACHE_BYTES = 64L << 20;
    private static final int LEVELS = 16;
    private static final int MAX_OPEN_FILES = 512;

    private static final int TOLD_BEFORE_NANOS = 3;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option[] MAY_WAIT = {};
    private static final Linker.Option[] NEVER_WAITS = {Linker.Option.critical(false)};
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final SymbolLookup LIBRARY =
            SymbolLookup.libraryLookup(Path.of(System.getProperty("loop.library")), Arena.global());

    private static final MethodHandle NEXT = call("rocksdb_iter_next", MAY_WAIT, null, JAVA_LONG);
    private static final MethodHandle VALID = call("rocksdb_iter_valid", NEVER_WAITS, JAVA_BYTE, JAVA_LONG);
    private static final MethodHandle KEY = call("rocksdb_iter_key", NEVER_WAITS, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle VALUE = call("rocksdb_iter_value", NEVER_WAITS, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private final Arena arena = Arena.global();
    private final MemorySegment error = arena.allocate(JAVA_LONG);
    private final MemorySegment keyBytes = arena.allocate(JAVA_LONG);
    private final MemorySegment valueBytes = arena.allocate(JAVA_LONG);
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

    private static long make(String name) throws Throwable {
        return (long) call(name, MAY_WAIT, JAVA_LONG).invokeExact();
    }

    private static void set(String name, long options, byte on) throws Throwable {
        call(name, MAY_WAIT, null, JAVA_LONG, JAVA_BYTE).invokeExact(options, on);
    }

    private static void set(String name, long options, int number) throws Throwable {
        call(name, MAY_WAIT, null, JAVA_LONG, JAVA_INT).invokeExact(options, number);
    }

    private static void set(String name, long options, long number) throws Throwable {
        call(name, MAY_WAIT, null, JAVA_LONG, JAVA_LONG).invokeExact(options, number);
    }

    /** Scans a store so often, and tells records, bytes, the sum of first and last bytes, and the nanoseconds of every time. */
    public static long[] scan(String directory, int times) throws Throwable {
        RocksLoop loop = new RocksLoop();
        long store = loop.open(directory);
        long[] told = new long[TOLD_BEFORE_NANOS + times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            loop.scan(store);
            told[TOLD_BEFORE_NANOS + i] = System.nanoTime() - start;
        }
        told[0] = loop.records;
        told[1] = loop.bytes;
        told[2] = loop.sum;
        return told;
    }

    private long open(String directory) throws Throwable {
        long table = make("rocksdb_block_based_options_create");
        long cache = (long) call("rocksdb_cache_create_lru", MAY_WAIT, JAVA_LONG, JAVA_LONG).invokeExact(CACHE_BYTES);
        set("rocksdb_block_based_options_set_block_cache", table, cache);
        set("rocksdb_block_based_options_set_cache_index_and_filter_blocks", table, (byte) 1);
        set("rocksdb_block_based_options_set_cache_index_and_filter_blocks_with_high_priority", table, (byte) 1);
        set("rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache", table, (byte) 1);
        long options = make("rocksdb_options_create");
        set("rocksdb_options_set_block_based_table_factory", options, table);
        set("rocksdb_options_set_num_levels", options, LEVELS);
        set("rocksdb_options_set_level_compaction_dynamic_level_bytes", options, (byte) 0);
        set("rocksdb_options_set_max_open_files", options, MAX_OPEN_FILES);
        long store = (long) call(
                        "rocksdb_open_for_read_only",
                        MAY_WAIT,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_BYTE,
                        JAVA_LONG)
                .invokeExact(options, arena.allocateFrom(directory).address(), (byte) 0, error.address());
        check();
        return store;
    }

    private void check() {
        long message = error.get(JAVA_LONG, 0);
        if (message != 0) {
            throw new IllegalStateException(MEMORY.getString(message));
        }
    }

    private void scan(long store) throws Throwable {
        long options = make("rocksdb_readoptions_create");
        set("rocksdb_readoptions_set_verify_checksums", options, (byte) 1);
        set("rocksdb_readoptions_set_fill_cache", options, (byte) 0);
        set("rocksdb_readoptions_set_readahead_size", options, READ_AHEAD_BYTES);
        long iterator = (long) call("rocksdb_create_iterator", MAY_WAIT, JAVA_LONG, JAVA_LONG, JAVA_LONG)
                .invokeExact(store, options);
        call("rocksdb_iter_seek_to_first", MAY_WAIT, null, JAVA_LONG).invokeExact(iterator);
        walk(iterator);
        call("rocksdb_iter_get_error", MAY_WAIT, null, JAVA_LONG, JAVA_LONG).invokeExact(iterator, error.address());
        check();
        call("rocksdb_iter_destroy", MAY_WAIT, null, JAVA_LONG).invokeExact(iterator);
        call("rocksdb_readoptions_destroy", MAY_WAIT, null, JAVA_LONG).invokeExact(options);
    }

    private void walk(long iterator) throws Throwable {
        long seen = 0;
        long length = 0;
        long ends = 0;
        long keyLength = keyBytes.address();
        long valueLength = valueBytes.address();
        while ((byte) VALID.invokeExact(iterator) != 0) {
            long key = (long) KEY.invokeExact(iterator, keyLength);
            long value = (long) VALUE.invokeExact(iterator, valueLength);
            long keyEnd = keyBytes.get(JAVA_LONG, 0);
            long valueEnd = valueBytes.get(JAVA_LONG, 0);
            seen++;
            length += keyEnd + valueEnd;
            ends += MEMORY.get(JAVA_BYTE, key) + MEMORY.get(JAVA_BYTE, key + keyEnd - 1);
            ends += MEMORY.get(JAVA_BYTE, value) + MEMORY.get(JAVA_BYTE, value + valueEnd - 1);
            NEXT.invokeExact(iterator);
        }
        records = seen;
        bytes = length;
        sum = ends;
    }
}
