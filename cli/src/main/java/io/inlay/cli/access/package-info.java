/**
 * Access data as rows: read from tab-separated files, or generated. A set of rows is one whole snapshot of who has access to
 * what at one time; {@link io.inlay.cli.access.AccessRecords} turns rows into records.
 */
@NullMarked
package io.inlay.cli.access;

import org.jspecify.annotations.NullMarked;
