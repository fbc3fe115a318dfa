package io.inlay.cli.quickstart;

import java.util.List;

/**
 * What a run found.
 *
 * @param data where the data came from
 * @param directory where the stores are
 * @param trials one for each pair of engines
 * @param violations of all trials; empty if all was well
 */
public record QuickstartResult(String data, String directory, List<TrialResult> trials, List<String> violations) {}
