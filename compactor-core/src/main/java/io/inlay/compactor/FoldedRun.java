package io.inlay.compactor;

import io.inlay.sync.SyncRun;
import io.inlay.sync.record.SyncInput;
import io.inlay.sync.record.SyncRunRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The run record of a sync after others were folded into it. */
final class FoldedRun {
    private FoldedRun() {}

    /**
     * As of a merge, but for the inputs: what the base itself was made of stays in the list, after the newer syncs, in place of
     * the base. An input that is there already is not listed again, so folding the same syncs twice changes nothing.
     */
    static SyncRunRecord of(SyncRun base, List<SyncRun> newer) {
        List<SyncRun> merged = new ArrayList<>(newer);
        merged.add(base);
        SyncRunRecord run = MergedRun.of(base.record(), merged);
        Set<SyncInput> inputs = new LinkedHashSet<>(run.getInputsList().subList(0, newer.size()));
        if (base.record().getCompacted() && base.record().getInputsCount() > 0) {
            inputs.addAll(base.record().getInputsList());
        } else {
            inputs.add(run.getInputs(newer.size()));
        }
        return run.toBuilder().clearInputs().addAllInputs(inputs).build();
    }
}
