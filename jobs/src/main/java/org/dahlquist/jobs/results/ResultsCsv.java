package org.dahlquist.jobs.results;

import com.univocity.parsers.common.record.Record;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dahlquist.DahlquistException;

/**
 * One file of notebooks/results.
 *
 * @param name the file's name without extension
 * @param columns its columns
 * @param rows its rows
 */
record ResultsCsv(String name, List<String> columns, List<Record> rows) {
    private static final String EXTENSION = ".csv";

    /** All files of a folder, by name. */
    static List<ResultsCsv> all(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw DahlquistException.config("no folder %s; run this in a clone, or name one with --root", folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(EXTENSION))
                    .sorted()
                    .map(ResultsCsv::read)
                    .toList();
        }
    }

    private static ResultsCsv read(Path file) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.setHeaderExtractionEnabled(true);
        settings.setNullValue("");
        settings.setEmptyValue("");
        CsvParser parser = new CsvParser(settings);
        List<Record> rows = parser.parseAllRecords(file.toFile());
        String[] headers = parser.getContext().headers();
        String name = file.getFileName().toString();
        return new ResultsCsv(
                name.substring(0, name.length() - EXTENSION.length()),
                headers == null ? List.of() : Arrays.asList(headers),
                rows);
    }

    boolean has(String column) {
        return columns.contains(column);
    }

    /** A cell, empty if the file lacks the column. */
    String text(Record row, String column) {
        return has(column) ? row.getString(column) : "";
    }

    /** A whole number with separators; empty where there is none. */
    String grouped(Record row, String column) {
        String text = text(row, column);
        return text.isEmpty() ? "" : String.format(Locale.ROOT, "%,d", Math.round(Double.parseDouble(text)));
    }

    /** A fraction in percent; empty where there is none. */
    String percent(Record row, String column) {
        String text = text(row, column);
        return text.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f %%", 100 * Double.parseDouble(text));
    }
}
