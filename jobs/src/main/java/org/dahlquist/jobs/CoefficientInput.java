package org.dahlquist.jobs;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.common.record.Record;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dahlquist.DahlquistException;
import org.dahlquist.stability.Coefficients;
import org.dahlquist.stability.LinearMultistepMethod;
import org.dahlquist.stability.NamedMethod;

/** Multistep methods as users write them; a number may be a fraction, as in -9/5. */
final class CoefficientInput {
    private static final Pattern COLUMN = Pattern.compile("name|k|[ab](0|[1-9][0-9]?)");

    private CoefficientInput() {}

    /** The member of the second-order family with this k. */
    static NamedMethod ofK(String k) {
        return NamedMethod.ofK(number(k, "--k"), "");
    }

    /** A three-step method from "a0,a1,a2,b0". */
    static NamedMethod ofCoefficients(String list) {
        List<Double> values = Stream.of(list.split(",", -1))
                .map(value -> number(value, "--coefficients " + list))
                .toList();
        return NamedMethod.of(list.replace(" ", ""), Coefficients.of(values).method());
    }

    /** The rows of a CSV file with a header of any of name, k, a0, a1 …, b0, b1 …; an empty cell is 0. */
    static List<NamedMethod> ofFile(Path file) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.setHeaderExtractionEnabled(true);
        CsvParser parser = new CsvParser(settings);
        List<Record> rows;
        try {
            rows = parser.parseAllRecords(Files.newBufferedReader(file));
        } catch (IOException | TextParsingException failed) {
            throw DahlquistException.config("--file: cannot read %s: %s", file, failed.getMessage())
                    .causedBy(failed);
        }
        if (rows.isEmpty()) {
            throw DahlquistException.config(
                    "--file: %s has no rows; it needs a header, as in name,k or name,a0,a1,a2,b0, and rows", file);
        }
        List<String> header = List.of(parser.getContext().headers());
        header.stream()
                .filter(column -> !COLUMN.matcher(column).matches())
                .findFirst()
                .ifPresent(column -> {
                    throw DahlquistException.config(
                            "--file: %s has a column \"%s\"; there may be name, k, a0, a1 …, b0, b1 …", file, column);
                });
        List<NamedMethod> methods = new ArrayList<>();
        for (Record row : rows) {
            methods.add(ofRow(header, row, file + ", row " + (methods.size() + 1)));
        }
        return methods;
    }

    private static NamedMethod ofRow(List<String> header, Record row, String place) {
        String name = header.contains("name") && row.getString("name") != null ? row.getString("name") : "";
        List<Double> a = weights("a", header, row, place);
        List<Double> b = weights("b", header, row, place);
        if (header.contains("k") && row.getString("k") != null) {
            if (!a.isEmpty() || !b.isEmpty()) {
                throw DahlquistException.config("%s: there is k and there are coefficients; give one of them", place);
            }
            return NamedMethod.ofK(number(row.getString("k"), place + ", k"), name);
        }
        if (a.isEmpty() || b.isEmpty()) {
            throw DahlquistException.config("%s: there is neither k nor both an a and a b", place);
        }
        return NamedMethod.of(name, new LinearMultistepMethod(a, b));
    }

    /** The row's a0, a1 … or b0, b1 … up to the last cell that isn't empty. */
    private static List<Double> weights(String letter, List<String> header, Record row, String place) {
        List<Double> weights = new ArrayList<>();
        for (String column : header) {
            String cell = row.getString(column);
            if (column.startsWith(letter) && cell != null) {
                int index = Integer.parseInt(column.substring(1));
                while (weights.size() <= index) {
                    weights.add(0.0);
                }
                weights.set(index, number(cell, place + ", " + column));
            }
        }
        return weights;
    }

    /** A finite decimal number or a fraction of two. */
    private static double number(String text, String place) {
        String[] parts = text.strip().split("/", 2);
        try {
            double value = Double.parseDouble(parts[0]);
            double number = parts.length == 1 ? value : value / Double.parseDouble(parts[1]);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // reported below, like numbers that aren't finite
        }
        throw DahlquistException.config(
                "%s: \"%s\" is not a finite number; write it as -1.8 or -9/5", place, text.strip());
    }
}
