package io.inlay.engine.lmdb;

import io.inlay.engine.KeyRange;
import io.inlay.engine.Sizes;
import io.inlay.engine.lmdb.MetaPage.TreeRoot;

/** Estimates from where the bounds of a range lie in the tree; all entries are taken for equally large. */
final class LmdbSizes implements Sizes {
    private final Versions versions;

    LmdbSizes(Versions versions) {
        this.versions = versions;
    }

    @Override
    public long of(KeyRange range) {
        Versions.Hold hold = versions.hold();
        try {
            Version version = hold.version();
            TreeRoot tree = version.meta().main();
            if (range.isEmpty() || tree.isEmpty()) {
                return 0;
            }
            StoredRange stored = new StoredRange(range);
            TreeShare share = new TreeShare(version);
            double part = share.before(stored.until()) - share.before(stored.from());
            long pages = tree.branchPages() + tree.leafPages() + tree.overflowPages();
            return Math.max(0, Math.round(part * pages * version.meta().pageSize()));
        } catch (InternalError e) {
            throw LmdbReader.unreadable(hold.version(), e);
        } finally {
            hold.release();
        }
    }
}
