package io.inlay.sync;

import com.google.protobuf.Timestamp;
import io.inlay.sync.record.GrantRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a grant that an expansion gave takes over from the stored one: what that says of expansion, and when it was seen. */
final class Expanded implements RecordWrites.TakeOver<GrantRecord> {
    private final Timestamp now;

    Expanded(Instant now) {
        this.now = SyncRun.timestamp(now);
    }

    @Override
    public GrantRecord from(@Nullable GrantRecord stored, GrantRecord grant) {
        GrantRecord.Builder merged = grant.toBuilder();
        if (stored != null) {
            merged.clearExpansion().setNeedsExpansion(stored.getNeedsExpansion());
            if (stored.hasExpansion()) {
                merged.setExpansion(stored.getExpansion());
            }
            if (stored.hasDiscoveredAt()) {
                merged.setDiscoveredAt(stored.getDiscoveredAt());
            }
        }
        return merged.hasDiscoveredAt()
                ? merged.build()
                : merged.setDiscoveredAt(now).build();
    }
}
