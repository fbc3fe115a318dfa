package io.inlay.compactor;

/** What becomes of the base when the source holds no key of the sync. */
public enum OnEmpty {
    /** An {@link EmptySyncException}; the base stays as it is. */
    REFUSE,
    /** The base loses the sync as well. */
    EXCISE
}
