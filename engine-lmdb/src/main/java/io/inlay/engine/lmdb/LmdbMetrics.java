package io.inlay.engine.lmdb;

import io.inlay.engine.Metrics;
import io.inlay.engine.support.Views;
import java.util.SortedMap;
import java.util.TreeMap;

/** Figures of the published version, and of who keeps older ones. */
final class LmdbMetrics implements Metrics {
    private final Versions versions;
    private final Views views;
    private final long mapSize;

    /**
     * Makes the metrics of an engine.
     *
     * @param mapSize bytes that the store can grow to, 0 when it cannot
     */
    LmdbMetrics(Versions versions, Views views, long mapSize) {
        this.versions = versions;
        this.views = views;
        this.mapSize = mapSize;
    }

    @Override
    public SortedMap<String, Long> read() {
        Versions.Hold hold = versions.hold();
        try {
            MetaPage meta = hold.version().meta();
            SortedMap<String, Long> figures = new TreeMap<>();
            figures.put(VIEWS_OPEN, (long) views.open());
            figures.put(VIEWS_OLDEST_SECONDS, views.oldestSeconds());
            figures.put("lmdb.versions.kept", (long) versions.kept());
            figures.put("lmdb.transaction", meta.txnId());
            figures.put("lmdb.map.bytes", mapSize);
            figures.put("lmdb.page.bytes", (long) meta.pageSize());
            figures.put("lmdb.pages", meta.lastPage() + 1);
            figures.put("lmdb.pages.branch", meta.main().branchPages());
            figures.put("lmdb.pages.leaf", meta.main().leafPages());
            figures.put("lmdb.pages.overflow", meta.main().overflowPages());
            figures.put("lmdb.entries.stored", meta.main().entries());
            figures.put("lmdb.depth", (long) meta.main().depth());
            return figures;
        } finally {
            hold.release();
        }
    }
}
