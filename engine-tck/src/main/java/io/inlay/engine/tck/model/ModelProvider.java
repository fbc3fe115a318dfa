package io.inlay.engine.tck.model;

import io.inlay.engine.Engine;
import io.inlay.engine.EngineProvider;
import io.inlay.engine.Limits;
import io.inlay.engine.OptionSpec;
import io.inlay.engine.support.DirectoryLease;
import io.inlay.engine.support.OptionValues;
import io.inlay.engine.support.Stamp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Opens model engines: the whole contract over a sorted tree in the heap and one synced log. For tests; the store must fit
 * into the heap. It can do everything an engine can be asked for with {@link Engine#find}.
 */
public final class ModelProvider implements EngineProvider {
    static final String NAME = "model";
    static final Stamp STAMP = new Stamp(NAME, 1);

    private static final int MAX_KEY_BYTES = 1 << 15;
    private static final int MAX_VALUE_BYTES = 1 << 24;
    private static final int MOST_VIEWS = 1 << 16;
    private static final OptionSpec MAX_OPEN_VIEWS =
            new OptionSpec("maxOpenViews", "1000", "most snapshots and cursors open at once, 1 to " + MOST_VIEWS);
    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.READ_ONLY, OptionSpec.CREATE, MAX_OPEN_VIEWS);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public Engine open(Path directory, Map<String, String> options) {
        OptionValues values = new OptionValues(NAME, OPTIONS, options);
        boolean readOnly = values.flag(OptionSpec.READ_ONLY.name());
        boolean create = values.flag(OptionSpec.CREATE.name());
        Limits limits = new Limits(MAX_KEY_BYTES, MAX_VALUE_BYTES, values.number(MAX_OPEN_VIEWS.name(), 1, MOST_VIEWS));
        DirectoryLease lease = DirectoryLease.open(directory, STAMP, readOnly, create);
        return lease.holdFor(() -> new ModelEngine(lease, limits, readOnly));
    }
}
