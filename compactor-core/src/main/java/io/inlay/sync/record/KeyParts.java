package io.inlay.sync.record;

/** Takes the elements of a key one by one, in key order. */
interface KeyParts {
    /**
     * One element.
     *
     * @param field the field it comes from, for messages
     */
    KeyParts add(String field, String value);
}
