/**
 * Records as a person asks for them and as they are printed: kinds by name, {@link io.inlay.cli.records.RecordFilter} for
 * listings, {@link io.inlay.cli.records.RecordJson} for what comes out.
 */
@NullMarked
package io.inlay.cli.records;

import org.jspecify.annotations.NullMarked;
