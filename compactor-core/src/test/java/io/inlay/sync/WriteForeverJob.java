package io.inlay.sync;

import static io.inlay.sync.Samples.full;
import static io.inlay.sync.Samples.grant;
import static io.inlay.sync.Samples.resource;
import static io.inlay.sync.Samples.toExpand;

import io.inlay.sync.bulk.TestStores;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.RecordType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one sync after the other, in ten puts each, until it is killed; prints what was acknowledged: the sync and how many
 * puts, 11 for the end. Arguments: engine, store, number of the first sync, how many puts of it are done.
 */
final class WriteForeverJob {
    static final int PUTS = 10;
    static final int FINISHED = PUTS + 1;

    private static final int GRANTS_OF_A_PUT = 60;

    private WriteForeverJob() {}

    public static void main(String[] arguments) {
        SyncStore store = TestStores.open(TestStores.provider(arguments[0]), Path.of(arguments[1]));
        System.out.println("ready");
        int done = Integer.parseInt(arguments[3]);
        for (int number = Integer.parseInt(arguments[2]); ; number++) {
            OpenSync open = store.startOrResume(full(number));
            for (int put = done; put < PUTS; put++) {
                write(open, number, put);
                System.out.println(number + " " + (put + 1));
            }
            open.finish();
            System.out.println(number + " " + FINISHED);
            done = 0;
        }
    }

    private static void write(OpenSync open, int number, int put) {
        open.putGrants(grants(number, put));
        open.putResources(List.of(resource("user", "u" + put, "org", "" + number)));
        if (put == PUTS / 2) {
            open.checkpoint("" + put);
            open.delete(RecordType.GRANT, "absent");
        }
    }

    /** What one put of a sync puts. */
    static List<GrantRecord> grants(int number, int put) {
        List<GrantRecord> grants = new ArrayList<>();
        for (int i = 0; i < GRANTS_OF_A_PUT; i++) {
            String id = String.format("g%02d-%02d", put, i);
            grants.add(toExpand(grant(id, "e" + (number + i) % 7, "u" + i % 5)));
        }
        return grants;
    }

    /** What a finished sync holds. */
    static List<GrantRecord> grants(int number) {
        List<GrantRecord> grants = new ArrayList<>();
        for (int put = 0; put < PUTS; put++) {
            grants.addAll(grants(number, put));
        }
        return grants;
    }
}
