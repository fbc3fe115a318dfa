package io.inlay.cli.quickstart;

/**
 * What the rounds of a watcher saw.
 *
 * @param sawOld rounds that saw the state before the commit
 * @param sawNew rounds that saw the state after it
 * @param sawMixed rounds that saw anything else
 * @param outOfOrder rounds that saw the old state although the new one had been seen or the commit had returned before they
 *     began, or the new state before the commit began
 * @param across rounds that began before the commit began and ended after it had returned
 */
public record Rounds(long sawOld, long sawNew, long sawMixed, long outOfOrder, long across) {
    static final Rounds NONE = new Rounds(0, 0, 0, 0, 0);

    long all() {
        return sawOld + sawNew + sawMixed;
    }

    /** Whether both states were seen, each whole and at its time. */
    boolean areClean() {
        return sawMixed == 0 && outOfOrder == 0 && sawOld > 0 && sawNew > 0;
    }

    Rounds plus(boolean isOld, boolean isNew, boolean isOutOfOrder, boolean isAcross) {
        return new Rounds(
                sawOld + (isOld ? 1 : 0),
                sawNew + (isNew ? 1 : 0),
                sawMixed + (isOld || isNew ? 0 : 1),
                outOfOrder + (isOutOfOrder ? 1 : 0),
                across + (isAcross ? 1 : 0));
    }
}
