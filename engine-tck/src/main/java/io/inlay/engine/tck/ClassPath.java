package io.inlay.engine.tck;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** Where a child process, which works in another directory, finds the classes of this one. */
final class ClassPath {
    private ClassPath() {}

    /**
     * The class path of this process and of the loaders of a class, in absolute paths: a launcher may have loaded tests by a
     * loader of its own.
     */
    static String of(Class<?> loaded) {
        Set<String> entries = new LinkedHashSet<>();
        for (ClassLoader loader = loaded.getClassLoader(); loader != null; loader = loader.getParent()) {
            if (loader instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    add(entries, url);
                }
            }
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void add(Set<String> entries, URL url) {
        try {
            if (url.getProtocol().equals("file")) {
                entries.add(Path.of(new URI(url.toString())).toString());
            }
        } catch (URISyntaxException e) {
            throw new AssertionError("not a class path entry: " + url, e);
        }
    }
}
