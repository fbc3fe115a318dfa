package io.inlay.engine.rocksdb;

import io.inlay.engine.support.LibraryUnpacking;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compression with LZ4: by the native library that lz4-java brings, or where that cannot be loaded by its Java code, which
 * takes nearly three times as long. Safe for many threads.
 *
 * <p>By itself lz4-java unpacks its library into the directory of everyone's temporary files, where it stays when the process
 * is killed. Here a class loader of its own finds the library where {@link LibraryUnpacking} has it unpacked.
 */
final class Lz4 {
    private static final Logger LOG = LoggerFactory.getLogger(Lz4.class);
    private static final String LIBRARY = "lz4-java";
    private static final LZ4Compressor IN_JAVA = LZ4Factory.safeInstance().fastCompressor();
    private static final MethodType COMPRESS =
            MethodType.methodType(int.class, byte[].class, int.class, int.class, byte[].class, int.class, int.class);

    private final @Nullable MethodHandle nativeCode;

    private Lz4(@Nullable MethodHandle nativeCode) {
        this.nativeCode = nativeCode;
    }

    /** The fastest that works here. */
    private static final class Fastest {
        private static final Lz4 LZ4 = find();

        private static Lz4 find() {
            try {
                return inNativeCode();
            } catch (IOException | ReflectiveOperationException | LinkageError | RuntimeException e) {
                LOG.debug("no native LZ4, going on with Java", e);
                return inJava();
            }
        }
    }

    /** The fastest that works here; looked for when first asked for. */
    static Lz4 fastest() {
        return Fastest.LZ4;
    }

    /** By Java code alone. */
    static Lz4 inJava() {
        return new Lz4(null);
    }

    /** By native code, loaded anew. */
    static Lz4 inNativeCode() throws IOException, ReflectiveOperationException {
        MethodHandle[] found = new MethodHandle[1];
        LibraryUnpacking.load("inlay-lz4", directory -> {
            try {
                found[0] = load(directory);
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        });
        return new Lz4(found[0]);
    }

    private static MethodHandle load(Path directory) throws IOException, ReflectiveOperationException {
        URL jar = LZ4Factory.class.getProtectionDomain().getCodeSource().getLocation();
        Path library = unpack(directory);
        @SuppressWarnings("resource") // lives as long as its classes are used
        ClassLoader loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader()) {
            @Override
            protected @Nullable String findLibrary(String name) {
                return name.equals(LIBRARY) ? library.toString() : null;
            }
        };
        Class<?> factory = loader.loadClass(LZ4Factory.class.getName());
        Class<?> type = loader.loadClass(LZ4Compressor.class.getName());
        Object compressor = factory.getMethod("fastCompressor")
                .invoke(factory.getMethod("nativeInstance").invoke(null));
        return MethodHandles.publicLookup()
                .findVirtual(type, "compress", COMPRESS)
                .bindTo(compressor);
    }

    private static Path unpack(Path directory) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String folder = system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : "linux";
        String file = System.mapLibraryName(LIBRARY);
        String name = "/net/jpountz/util/" + folder + "/" + System.getProperty("os.arch") + "/"
                + (folder.equals("windows") ? "lib" + file : file);
        try (InputStream packed = LZ4Factory.class.getResourceAsStream(name)) {
            if (packed == null) {
                throw new IOException("lz4-java has no " + name);
            }
            Path library = directory.resolve(file);
            Files.copy(packed, library);
            return library;
        }
    }

    /** Most bytes that so many become. */
    int mostBytes(int length) {
        return IN_JAVA.maxCompressedLength(length);
    }

    /**
     * Compresses the first bytes of an array into another one, which has room for {@link #mostBytes} from there on.
     *
     * @return how many bytes they became
     */
    int compress(byte[] from, int length, byte[] into, int offset) {
        int room = into.length - offset;
        if (nativeCode == null) {
            return IN_JAVA.compress(from, 0, length, into, offset, room);
        }
        try {
            return (int) nativeCode.invokeExact(from, 0, length, into, offset, room);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
