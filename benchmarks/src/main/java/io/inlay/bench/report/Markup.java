package io.inlay.bench.report;

/** HTML under construction. Text and attributes are escaped here and nowhere else. For one thread. */
final class Markup {
    private final StringBuilder html = new StringBuilder();

    /** Begins an element; attributes come as names and values in turns. */
    Markup open(String element, String... attributes) {
        html.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            html.append('"');
        }
        html.append('>');
        return this;
    }

    /** Ends an element. */
    Markup close(String element) {
        html.append("</").append(element).append(">\n");
        return this;
    }

    /** A text. */
    Markup text(String text) {
        escape(text);
        return this;
    }

    /** An element that holds a text. */
    Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close(element);
    }

    /** An element of SVG that holds nothing. */
    Markup shape(String element, String... attributes) {
        return open(element, attributes).close(element);
    }

    /** Text of this program that is HTML or CSS already. */
    Markup verbatim(String text) {
        html.append(text);
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
