package io.inlay.cli.access;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Successive snapshots of who has access to what in one organisation, oldest first. */
public final class AccessVersions {
    /** Grants of well-known snapshots, by the commits they were derived from. */
    private static final Map<String, Long> KNOWN_GRANTS = Map.of(
            "4622025a434526060a146dd039086265ed5dba2a", 42_552L,
            "3944a1e5e7ebc554df3ed77a822b6408de2382c5", 75_152L,
            "2073fa52ac008a45477aa0b1b4580cd99135bf60", 165_179L);

    private static final List<String> MONTHS = List.of("January 2026", "February 2026", "March 2026");

    private final String name;
    private final List<Version> versions;

    private AccessVersions(String name, List<Version> versions) {
        this.name = name;
        this.versions = List.copyOf(versions);
    }

    /** Opens the rows of a snapshot. */
    private interface Opener {
        AccessRows open() throws IOException;
    }

    /** One snapshot: its header and how to read it again and again. */
    public static final class Version {
        private final String name;
        private final AccessHeader header;
        private final Opener opener;

        private Version(String name, Opener opener) throws IOException {
            this.name = name;
            this.opener = opener;
            try (AccessRows rows = opener.open()) {
                this.header = rows.header();
            }
        }

        /** The file's name, or what was made up. */
        public String name() {
            return name;
        }

        /** What is said about the snapshot as a whole. */
        public AccessHeader header() {
            return header;
        }

        /** Its rows, from the first on; to be closed. */
        public AccessRows open() throws IOException {
            return opener.open();
        }

        /** How many grants there must be, or -1 if that is not known. */
        public long knownGrants() {
            return KNOWN_GRANTS.getOrDefault(header.commit(), -1L);
        }
    }

    /** The made-up organisation. */
    public static AccessVersions organisation() throws IOException {
        List<Version> versions = new ArrayList<>();
        for (int i = 1; i <= Organisation.VERSIONS; i++) {
            int number = i;
            versions.add(new Version(MONTHS.get(i - 1), () -> Organisation.at(number)));
        }
        return new AccessVersions("a made-up organisation", versions);
    }

    /**
     * The files of a directory whose names end in {@code .tsv} or {@code .tsv.gz}, in the order of the times in their
     * headers.
     *
     * @throws AccessDataException when one has a malformed header
     * @throws IOException when the directory or a file cannot be read
     */
    public static AccessVersions in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        List<Version> versions = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{tsv,tsv.gz}")) {
            for (Path file : files) {
                versions.add(new Version(String.valueOf(file.getFileName()), () -> AccessFile.open(file)));
            }
        }
        versions.sort(Comparator.comparing((Version version) -> version.header().time()));
        return new AccessVersions(directory.toString(), versions);
    }

    /** Where they come from. */
    public String name() {
        return name;
    }

    /** The snapshots, oldest first; unmodifiable. */
    public List<Version> versions() {
        return versions;
    }
}
