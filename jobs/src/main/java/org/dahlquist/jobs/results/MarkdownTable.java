package org.dahlquist.jobs.results;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown in the making. */
final class MarkdownTable {
    private final List<List<String>> lines = new ArrayList<>();

    MarkdownTable(List<String> header) {
        lines.add(header);
        lines.add(header.stream().map(column -> "---").toList());
    }

    void row(List<String> cells) {
        lines.add(cells);
    }

    @Override
    public String toString() {
        // The line below the header is without spaces.
        return lines.stream()
                .map(line -> line.get(0).equals("---") ? "|" + String.join("|", line) + "|" : joined(line))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String joined(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
