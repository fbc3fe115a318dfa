package io.inlay.cli.access;

import io.inlay.cli.access.AccessRow.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A made-up organisation at one of several moments of its life, always the same: people join and leave, change departments,
 * and gain and lose access to groups and applications.
 */
public final class Organisation implements AccessRows {
    /** Number of moments there are. */
    public static final int VERSIONS = 3;

    private static final Instant FOUNDED = Instant.parse("2026-01-05T08:00:00Z");
    private static final long MONTH_SECONDS = 30L * 24 * 3600;
    private static final int FIRST_USERS = 2_400;
    private static final int JOINERS = 500;
    private static final int DEPARTMENTS = 24;
    private static final int GROUPS = 160;
    private static final int APPLICATIONS = 90;
    private static final List<String> LEVELS = List.of("viewer", "editor", "approver", "admin");
    private static final String[] GIVEN = {
        "ada", "bruno", "chiara", "dmitri", "elif", "farid", "grace", "hana", "ivo", "june", "kofi", "lena", "mai",
        "noor"
    };
    private static final String[] FAMILY = {
        "almeida",
        "berg",
        "castro",
        "dubois",
        "eriksen",
        "fischer",
        "gupta",
        "haddad",
        "ito",
        "jansen",
        "kowalski",
        "lund"
    };

    private final int version;
    private final List<AccessRow> rows = new ArrayList<>();
    private int at;

    private Organisation(int version) {
        this.version = version;
        types();
        places();
        people();
    }

    /**
     * The organisation at a moment.
     *
     * @param version 1 to {@link #VERSIONS}
     */
    public static Organisation at(int version) {
        if (version < 1 || version > VERSIONS) {
            throw new IllegalArgumentException("version " + version + " is not one of 1 to " + VERSIONS);
        }
        return new Organisation(version);
    }

    private void types() {
        for (String type : List.of("user", "group", "application")) {
            add(Kind.TYPE, type);
        }
    }

    private void places() {
        for (int group = 0; group < GROUPS; group++) {
            add(Kind.RESOURCE, "group", group(group));
            add(Kind.ENTITLEMENT, "group", group(group), "member");
        }
        for (int application = 0; application < APPLICATIONS + 4 * version; application++) {
            add(Kind.RESOURCE, "application", application(application));
            for (String level : LEVELS) {
                add(Kind.ENTITLEMENT, "application", application(application), level);
            }
        }
    }

    private static String group(int group) {
        return group < DEPARTMENTS ? "department-" + (char) ('a' + group) : "project:" + (100 + group);
    }

    private static String application(int application) {
        return "app-" + (1000 + application * 7);
    }

    private void people() {
        for (int person = 0; person < FIRST_USERS + JOINERS * (version - 1); person++) {
            if (works(person)) {
                String id = GIVEN[person % GIVEN.length] + "." + FAMILY[person / 5 % FAMILY.length] + person;
                add(Kind.RESOURCE, "user", id);
                grants(person, id);
            }
        }
    }

    /** One person in fifteen leaves between two moments. */
    private boolean works(int person) {
        for (int earlier = 2; earlier <= version; earlier++) {
            if (random(person, earlier).nextInt(15) == 0) {
                return false;
            }
        }
        return true;
    }

    private void grants(int person, String id) {
        TreeSet<Integer> groups = new TreeSet<>();
        groups.add(random(person, 100 + (person % 7 == 0 ? version : 1)).nextInt(DEPARTMENTS));
        TreeSet<Integer> applications = new TreeSet<>();
        for (int slot = 0; slot < 12; slot++) {
            // a slot of three keeps its content over the years; the others change now and then
            Random random = random(person, 1000 + slot * 10 + (slot % 3 == 0 ? 0 : version * (person % 4) / 3));
            if (slot < 4) {
                groups.add(DEPARTMENTS + random.nextInt(GROUPS - DEPARTMENTS));
            } else {
                applications.add(
                        random.nextInt(APPLICATIONS) * LEVELS.size() + Math.min(random.nextInt(6), 3) * (slot % 2));
            }
        }
        for (int group : groups) {
            add(Kind.GRANT, "group", group(group), "member", "user", id);
        }
        for (int entitlement : applications) {
            String level = LEVELS.get(entitlement % LEVELS.size());
            add(Kind.GRANT, "application", application(entitlement / LEVELS.size()), level, "user", id);
        }
    }

    private static Random random(int person, int purpose) {
        return new Random(person * 1_000_003L + purpose);
    }

    private void add(Kind kind, String... fields) {
        rows.add(new AccessRow(rows.size() + 1L, kind, List.of(fields)));
    }

    @Override
    public AccessHeader header() {
        byte[] name = ("organisation-0000-v" + version).getBytes(StandardCharsets.US_ASCII);
        String commit = HexFormat.of().formatHex(name);
        return new AccessHeader(commit, FOUNDED.plusSeconds((version - 1) * MONTH_SECONDS));
    }

    @Override
    public @Nullable AccessRow next() {
        return at < rows.size() ? rows.get(at++) : null;
    }

    @Override
    public String name() {
        return "organisation, version " + version;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
