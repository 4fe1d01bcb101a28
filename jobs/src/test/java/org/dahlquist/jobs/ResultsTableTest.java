package org.dahlquist.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.univocity.parsers.common.record.Record;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** README's results are those of notebooks/results/runs.csv, whose rows are the summary.csv of each run's report. */
class ResultsTableTest {
    private static final String HEADER = """
            | run | dataset | train / test | softmax top-1 | k-NN | WNLL | epochs | minutes | hardware |
            |---|---|---|---|---|---|---|---|---|
            """;

    @Test
    void readmeShowsTheRecordedRuns() throws IOException {
        assertThat(Files.readString(Path.of("../README.md"))).contains(HEADER + rows());
    }

    @Test
    void everyRunFileNamedInTheTableExists() throws IOException {
        assertThat(runs())
                .isNotEmpty()
                .allSatisfy(run -> assertThat(Path.of("../conf/runs", run.getString("run_file")))
                        .exists());
    }

    private static String rows() throws IOException {
        return runs().stream().map(ResultsTableTest::row).collect(Collectors.joining());
    }

    private static String row(Record run) {
        return String.format(
                Locale.ROOT,
                "| [%s](conf/runs/%s) | %s | %,d / %,d | %.2f %% | %.2f %% | %.2f %% | %s | %.1f | %s |%n",
                run.getString("run_id"),
                run.getString("run_file"),
                run.getString("dataset"),
                run.getInt("train_samples"),
                run.getInt("test_samples"),
                100 * run.getDouble("softmax_top1"),
                100 * run.getDouble("knn_top1"),
                100 * run.getDouble("wnll_top1"),
                run.getString("epochs"),
                run.getDouble("seconds") / 60,
                run.getString("hardware"));
    }

    private static List<Record> runs() throws IOException {
        CsvParserSettings settings = new CsvParserSettings();
        settings.setHeaderExtractionEnabled(true);
        return new CsvParser(settings)
                .parseAllRecords(Files.newBufferedReader(Path.of("../notebooks/results/runs.csv")));
    }
}
