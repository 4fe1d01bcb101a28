package org.dahlquist.jobs;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A sweep of six cells on generated images, each trained in about a second. */
final class SmallSweep {
    static final String TEXT = """
            settings {
              data.shapes { train = 256, test = 64 }
              network.depth = 8
              train { epochs = 2, averaging.batch-size-per-worker = 32 }
            }
            cells = [
              { name = "k = -9/5" }
              { name = plain, network.coefficients = [1, 0, 0, 1] }
              { name = "1 1 1 1", network.coefficients = [1, 1, 1, 1] }
            ]
            seeds = [1, 2]
            noise { randn = [0.04] }
            evaluate-train = true
            """;

    private static final Set<String> TIMES = Set.of("seconds", "minutes");

    private SmallSweep() {}

    /** The rows of a table but for the columns that hold times. */
    static List<Map<String, String>> withoutTimes(Path csv) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.setHeaderExtractionEnabled(true);
        return new CsvParser(settings)
                .parseAllRecords(csv.toFile()).stream()
                        .map(row -> {
                            Map<String, String> cells = new TreeMap<>(row.toFieldMap());
                            cells.keySet().removeAll(TIMES);
                            return cells;
                        })
                        .toList();
    }
}
