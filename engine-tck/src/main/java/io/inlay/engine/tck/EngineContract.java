package io.inlay.engine.tck;

import io.inlay.engine.EngineProvider;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of an engine as tests. An implementer extends this class with {@link #provider} and is done:
 *
 * <pre>{@code
 * class MyEngineContractTest extends EngineContract {
 *     @Override
 *     protected EngineProvider provider() {
 *         return new MyProvider();
 *     }
 * }
 * }</pre>
 *
 * <p>Every test is named by the rule it tests; docs/contract.md lists the rules in the same numbers. Each test has a
 * directory of its own. Tests that kill, starve or may crash an engine do so in a child process, which makes the provider
 * anew by its class name. A test that does not end fails after {@value #WATCHDOG_SECONDS} seconds,
 * one whose length a system property sets after {@value #LONG_WATCHDOG_SECONDS}.
 */
@ExtendWith(FixtureExtension.class)
@Timeout(
        value = EngineContract.WATCHDOG_SECONDS,
        unit = TimeUnit.SECONDS,
        threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EngineContract
        implements DataRules,
                RangeRules,
                ReadingRules,
                CursorRules,
                ViewRules,
                WritingRules,
                AbsenceRules,
                InterruptRules,
                ReplacingRules,
                StagingRules,
                RunRules,
                AddAllRules,
                ManyRangesRules,
                AtomicityRules,
                ConcurrencyRules,
                KillRules,
                PowerRules,
                ResourceRules,
                FaultRules,
                DamageRules,
                LifecycleRules,
                ReadOnlyRules,
                DirectoryRules,
                ErrorRules,
                CapabilityRules,
                ComparisonRules {
    static final int WATCHDOG_SECONDS = 600;

    /** For tests whose length a system property sets. */
    static final int LONG_WATCHDOG_SECONDS = 7_200;

    /** The engine to be tested: of a public class with a public constructor without parameters. */
    protected abstract EngineProvider provider();

    /**
     * Options given to every opening, those of child processes too, besides the ones a test is about; none unless overridden.
     * An engine with ways of its own for some cases, which an option turns off, is tested by a second class with that option.
     */
    protected Map<String, String> options() {
        return Map.of();
    }

    /**
     * The part of the kills, seeds, closes, damages and seconds of load that this class runs, more than 0 and at most 1; all of
     * them unless overridden by a second class for the same engine. Numbers given by system properties are run whole.
     */
    protected double portion() {
        return 1;
    }

    /**
     * Bytes that the longest key may have at least (rule R03): what this kit uses, unless overridden by an engine that
     * promises more.
     */
    protected int leastKeyBytes() {
        return 2_000;
    }

    /**
     * Records, each of about 100 bytes, that one replacement must be able to stage and commit in a process with 64 MiB of
     * heap (rule R37). Only an engine that keeps its data in the heap lowers it, and says so.
     */
    protected int largeRunRecords() {
        return 1_000_000;
    }

    /**
     * Bytes of memory beside the heap that the engine takes at most, as it documents, with {@link #options}, six views open
     * and a few megabytes replaced at once (rule R37).
     */
    protected long nativeBytes() {
        return 256L << 20;
    }

    /**
     * A pattern of the damage that the engine's format cannot tell from sound files (rule R45), none unless overridden. It is
     * matched against a file's path in the directory, a space, and {@code flipped-at-}, {@code cut-to-} and a position, {@code
     * longer} or {@code lost}. An engine that overrides it documents why; such damage may be read as wrong entries, but must
     * not end a process that reads.
     */
    protected String undetectedDamage() {
        return "none";
    }
}
