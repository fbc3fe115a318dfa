package io.inlay.cli.access;

import java.util.List;

/**
 * One row.
 *
 * @param line its line, counted from 1
 * @param kind what it tells
 * @param fields as many as its kind has, none of them empty
 */
public record AccessRow(long line, Kind kind, List<String> fields) {
    /** What a row tells, with the letter that marks it in a file and the names of its fields. */
    public enum Kind {
        /** A resource type. */
        TYPE("T", "type"),
        /** A resource. */
        RESOURCE("R", "type id"),
        /** An entitlement that a resource offers. */
        ENTITLEMENT("E", "type id entitlement"),
        /** A grant of such an entitlement to a principal. */
        GRANT("G", "type id entitlement principalType principalId");

        private final String letter;
        private final String fields;

        Kind(String letter, String fields) {
            this.letter = letter;
            this.fields = fields;
        }

        /** The letter that marks the kind. */
        public String letter() {
            return letter;
        }

        /** The shape of a row of this kind, for messages. */
        public String shape() {
            return letter + "<TAB>" + fields.replace(" ", "<TAB>");
        }

        int columns() {
            return fields.split(" ", -1).length;
        }
    }
}
