package io.inlay.compactor.merge;

import io.inlay.sync.key.Bucket;
import java.util.List;

/** The rows of an index of all sources; two equal ones show that a source holds rows that its records do not imply. */
final class UniqueRows extends MergedRows {
    private final Bucket index;

    UniqueRows(Bucket index, List<RowInput> inputs) {
        super(inputs);
        this.index = index;
    }

    @Override
    RowInput choose(InputOrder standing, int number) {
        throw new StrayRowException(number + " sources hold the same row of " + index.label());
    }
}
