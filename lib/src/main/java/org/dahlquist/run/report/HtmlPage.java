package org.dahlquist.run.report;

import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A self-contained HTML page under construction; every text given to it is escaped. */
final class HtmlPage {
    /** One table cell: its text, whether it aligns as a number, and a bar from 0 to 1, or NaN for none. */
    record Cell(String text, boolean numeric, double bar) {
        static Cell text(String text) {
            return new Cell(text, false, Double.NaN);
        }

        static Cell number(String text) {
            return new Cell(text, true, Double.NaN);
        }

        static Cell bar(double fraction) {
            return new Cell("", false, fraction);
        }
    }

    private final StringBuilder html = new StringBuilder(1 << 16);

    HtmlPage(String title, String stylesheet) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(escape(title))
                .append("</title>\n<style>\n")
                .append(stylesheet)
                .append("</style>\n</head>\n<body>\n<main>\n");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    HtmlPage header(String title, String subtitle, String verdict) {
        html.append("<header>\n");
        element("h1", title);
        element("p class=\"subtitle\"", subtitle);
        element("p class=\"verdict\"", verdict);
        html.append("</header>\n");
        return this;
    }

    HtmlPage section(String id, String title) {
        html.append("<section id=\"").append(escape(id)).append("\">\n");
        return element("h2", title);
    }

    HtmlPage endSection() {
        html.append("</section>\n");
        return this;
    }

    HtmlPage paragraph(String text) {
        return element("p", text);
    }

    /** Says why a part of the page is not there. */
    HtmlPage missing(String text) {
        return element("p class=\"missing\"", text);
    }

    /** A list of facts; a fact with an empty value is left out. */
    HtmlPage facts(List<Fact> facts) {
        html.append("<dl>\n");
        for (Fact fact : facts) {
            if (!fact.value().isBlank()) {
                html.append("<div>");
                element("dt", fact.name());
                element("dd", fact.value());
                html.append("</div>\n");
            }
        }
        html.append("</dl>\n");
        return this;
    }

    HtmlPage table(String style, List<Cell> header, List<List<Cell>> rows) {
        html.append("<table class=\"").append(escape(style)).append("\">\n<thead>");
        row("th", header);
        html.append("</thead>\n<tbody>\n");
        rows.forEach(row -> row("td", row));
        html.append("</tbody>\n</table>\n");
        return this;
    }

    private void row(String tag, List<Cell> cells) {
        html.append("<tr>");
        for (Cell cell : cells) {
            html.append('<').append(tag).append(cell.numeric() ? " class=\"number\">" : ">");
            if (Double.isNaN(cell.bar())) {
                html.append(escape(cell.text()));
            } else {
                html.append(String.format(
                        Locale.ROOT,
                        "<span class=\"track\"><span class=\"bar\" style=\"width:%.1f%%\"></span></span>",
                        100 * cell.bar()));
            }
            html.append("</").append(tag).append('>');
        }
        html.append("</tr>\n");
    }

    HtmlPage openGroup(String style) {
        html.append("<div class=\"").append(escape(style)).append("\">\n");
        return this;
    }

    HtmlPage closeGroup() {
        html.append("</div>\n");
        return this;
    }

    /** An embedded picture shown at a width in points, with an optional caption under it, one line per text. */
    HtmlPage picture(byte[] png, String description, int width, String... caption) {
        html.append("<figure><img alt=\"")
                .append(escape(description))
                .append("\" width=\"")
                .append(width)
                .append("\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(png))
                .append("\">");
        if (caption.length > 0) {
            html.append("<figcaption>");
            for (String line : caption) {
                element("span", line);
            }
            html.append("</figcaption>");
        }
        html.append("</figure>\n");
        return this;
    }

    HtmlPage details(String summary, String text) {
        html.append("<details>");
        element("summary", summary);
        html.append("<pre>").append(escape(text)).append("</pre></details>\n");
        return this;
    }

    String finish(String footer) {
        html.append("</main>\n<footer>").append(escape(footer)).append("</footer>\n</body>\n</html>\n");
        return html.toString();
    }

    private HtmlPage element(String tag, String text) {
        String name = tag.split(" ")[0];
        html.append('<')
                .append(tag)
                .append('>')
                .append(escape(text))
                .append("</")
                .append(name);
        html.append(name.equals("span") || name.startsWith("d") ? ">" : ">\n");
        return this;
    }
}
