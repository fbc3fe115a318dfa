package io.inlay.bench.work.engine;

import io.inlay.bench.work.Figures;
import io.inlay.bench.work.Work;
import io.inlay.bench.work.WorkPlace;
import io.inlay.bench.work.record.Content;
import io.inlay.bench.work.record.Pass;
import io.inlay.bench.work.record.Repeats;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The scan of {@link CursorScan}, of the same store, as a loop over the native library's own C API, in the library that the engine's
 * binding brings. The loop calls foreign functions (JEP 454), which the sources of this module cannot: it is a source file of
 * its own, compiled when it is run, on a JDK {@value #LEAST_JDK} or newer.
 */
abstract class NativeScan implements Work {
    /** The first JDK that runs the loop. */
    static final int LEAST_JDK = 22;

    private static final int TOLD_BEFORE_NANOS = 3;

    private final String engine;
    private final String loop;

    /**
     * Makes a work.
     *
     * @param engine the engine whose stores the loop reads
     * @param loop name of the loop's class, whose source file lies beside this class
     */
    NativeScan(String engine, String loop) {
        this.engine = engine;
        this.loop = loop;
    }

    /** Names the native library as a resource of its jar, and a class of that. */
    abstract Map.Entry<Class<?>, String> library();

    /** The directory, at or below an engine's, in which the library's own files lie. */
    abstract Path opened(Path store);

    @Override
    public void prepare(WorkPlace place) throws IOException {
        if (!place.engine().equals(engine)) {
            throw new IllegalArgumentException(loop + " reads stores of " + engine + ", not of " + place.engine());
        }
        Stores.source(place, Content.SECOND);
    }

    @Override
    public Figures measure(WorkPlace place) throws Exception {
        if (Runtime.version().feature() < LEAST_JDK) {
            throw new IllegalStateException(
                    loop + " needs a JDK " + LEAST_JDK + " or newer, and this is " + Runtime.version());
        }
        Map.Entry<Class<?>, String> library = library();
        System.setProperty(
                "loop.library",
                unpacked(library.getKey(), library.getValue(), place.scratch()).toString());
        Path store = opened(Stores.source(place, Content.SECOND));
        long[] told = scan(place.scratch(), store.toString(), Repeats.SCANS_UNCOUNTED + Repeats.SCANS);
        Pass pass = new Pass(told[0], told[1], told[2]);
        pass.check(place.size());
        long[] nanos = Arrays.copyOfRange(told, TOLD_BEFORE_NANOS, told.length);
        int[] at = {0};
        return Repeats.of(Repeats.SCANS_UNCOUNTED, Repeats.SCANS, pass.records(), pass.bytes(), () -> nanos[at[0]++])
                .with(Pass.SUM, (double) pass.sum());
    }

    private static Path unpacked(Class<?> beside, String name, Path into) throws IOException {
        Path file = into.resolve(name.substring(name.lastIndexOf('/') + 1));
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is not on the class path beside " + beside.getName());
            }
            Files.copy(in, file);
        }
        return file;
    }

    /** Compiles the loop and runs it. */
    private long[] scan(Path scratch, String store, int times) throws Exception {
        Path source = unpacked(NativeScan.class, loop + ".java", scratch);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException(System.getProperty("java.home") + " is no JDK: it has no compiler");
        }
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        if (compiler.run(null, complaints, complaints, "-d", scratch.toString(), source.toString()) != 0) {
            throw new IllegalStateException(complaints.toString(StandardCharsets.UTF_8));
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {scratch.toUri().toURL()})) {
            Method scan = loader.loadClass(loop).getMethod("scan", String.class, int.class);
            return (long[]) scan.invoke(null, store, times);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(loop + " failed on " + store, e.getCause());
        }
    }
}
