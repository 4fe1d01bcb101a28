package org.dahlquist.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A table in the making: rows of named cells, columns in the order in which they first come up. */
final class CsvTable {
    private final Set<String> columns = new LinkedHashSet<>();
    private final List<Map<String, String>> rows = new ArrayList<>();

    /** Begins a row. */
    CsvTable row() {
        rows.add(new LinkedHashMap<>());
        return this;
    }

    /** Adds a cell to the last row. */
    CsvTable cell(String column, Object value) {
        columns.add(column);
        rows.get(rows.size() - 1).put(column, value == null ? "" : value.toString());
        return this;
    }

    /** The table as CSV: header, then rows; absent cells are empty. */
    String csv() {
        StringBuilder text = new StringBuilder(line(List.copyOf(columns)));
        rows.forEach(row -> text.append(line(
                columns.stream().map(column -> row.getOrDefault(column, "")).toList())));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(CsvTable::quoted).collect(Collectors.joining(",")) + "\n";
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
