package org.dahlquist.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dahlquist.stability.Coefficients;

/**
 * The results of a sweep as tables.
 *
 * <p>The table by setting has the columns of the ZeroSNet authors' own ({@code GetTable.py}): moduli of the roots, class,
 * mean and sample standard deviation of the accuracies, a row for each noise. Unlike theirs it keeps coefficient sets
 * with zeros.
 *
 * @param results the results
 */
public record SweepTables(SweepResults results) {
    /** {@code sweep.csv}: a row for each cell; accuracies are fractions. */
    public String cellsCsv() {
        CsvTable table = new CsvTable();
        for (Cell cell : results.sweep().cells()) {
            table.row().cell("cell", cell.id()).cell("setting", cell.setting());
            cell.varying().forEach(table::cell);
            table.cell("seed", cell.seed())
                    .cell("epochs", cell.run().config().train().epochs());
            results.result(cell)
                    .ifPresentOrElse(result -> addResult(table, result), () -> table.cell("status", "missing"));
        }
        return table.csv();
    }

    private static void addResult(CsvTable table, CellResult result) {
        table.cell("status", result.status().name().toLowerCase(Locale.ROOT))
                .cell("reason", result.reason())
                .cell("finished_epochs", result.epochs())
                .cell("train_samples", result.trainSamples())
                .cell("test_samples", result.testSamples())
                .cell("train_loss", result.trainLoss())
                .cell("test_loss", result.testScore().map(Score::loss).orElse(null))
                .cell("test_top1", result.testScore().map(Score::top1).orElse(null))
                .cell("train_top1", result.trainScore().map(Score::top1).orElse(null));
        for (NoisyScore score : result.noise()) {
            String column = score.noise().replace(' ', '_');
            table.cell("test_top1_" + column, score.test()).cell("train_top1_" + column, score.train());
        }
        table.cell("seconds", String.format(Locale.ROOT, "%.2f", result.seconds()))
                .cell("hardware", result.hardware())
                .cell("version", result.version())
                .cell("git_commit", result.gitCommit());
    }

    /** {@code table.csv}: a row for each setting and noise; accuracies in percent, with two digits. */
    public String tableCsv() {
        CsvTable table = new CsvTable();
        for (SettingSummary setting : results.settings()) {
            if (setting.noise().isEmpty()) {
                addRow(table, setting, "", null);
            }
            setting.noise().forEach((noise, noisy) -> addRow(table, setting, noise, noisy));
        }
        return table.csv();
    }

    private void addRow(CsvTable table, SettingSummary setting, String noise, SettingSummary.Noisy noisy) {
        table.row().cell("sweep_file", results.sweep().file().getName()).cell("setting", setting.setting());
        if (results.comparesMethods()) {
            addMethod(table, setting);
        }
        table.cell("noise", noise).cell("cells", setting.results().size()).cell("diverged", setting.diverged());
        addStatistics(table, "test", setting.test());
        addStatistics(table, "test_noise", noisy == null ? null : noisy.test());
        addStatistics(table, "train", setting.train());
        addStatistics(table, "train_noise", noisy == null ? null : noisy.train());
        addProvenance(table, setting);
    }

    private static void addMethod(CsvTable table, SettingSummary setting) {
        Optional<Coefficients> method = setting.coefficients();
        table.cell("a0", method.map(Coefficients::a0).map(Texts::of).orElse(null))
                .cell("a1", method.map(Coefficients::a1).map(Texts::of).orElse(null))
                .cell("a2", method.map(Coefficients::a2).map(Texts::of).orElse(null))
                .cell("b0", method.map(Coefficients::b0).map(Texts::of).orElse(null))
                .cell(
                        "root_moduli",
                        method.map(SettingSummary::moduli)
                                .map(moduli -> moduli.stream()
                                        .map(SweepTables::modulus)
                                        .collect(Collectors.joining(" ")))
                                .orElse(null))
                .cell(
                        "spurious_modulus",
                        setting.spuriousModulus().map(SweepTables::modulus).orElse(null))
                .cell("stability", method.map(SweepTables::stability).orElse(null));
    }

    private static void addStatistics(CsvTable table, String name, Statistics statistics) {
        table.cell(name + "_mean_percent", statistics == null ? "" : percent(statistics.mean()))
                .cell(name + "_std_percent", statistics == null ? "" : percent(statistics.deviation()));
    }

    private static void addProvenance(CsvTable table, SettingSummary setting) {
        Cell first = setting.cells().get(0);
        Optional<CellResult> result = setting.results().stream().findFirst();
        double seconds =
                setting.results().stream().mapToDouble(CellResult::seconds).sum();
        table.cell("dataset", spelling(first.run().config().data().dataset()))
                .cell("epochs", first.run().config().train().epochs())
                .cell("train_samples", result.map(CellResult::trainSamples).orElse(null))
                .cell("test_samples", result.map(CellResult::testSamples).orElse(null))
                .cell("seeds", setting.seeds())
                .cell("hardware", distinct(setting, CellResult::hardware))
                .cell("minutes", String.format(Locale.ROOT, "%.1f", seconds / 60))
                .cell("git_commit", distinct(setting, CellResult::gitCommit));
    }

    private static String distinct(SettingSummary setting, Function<CellResult, String> value) {
        return setting.results().stream().map(value).distinct().collect(Collectors.joining("; "));
    }

    /** {@code correlations.csv}. */
    public String correlationsCsv() {
        CsvTable table = new CsvTable();
        for (SweepResults.RankCorrelation correlation : results.correlations()) {
            table.row()
                    .cell("sweep_file", results.sweep().file().getName())
                    .cell("measure", correlation.measure())
                    .cell("settings", correlation.settings())
                    .cell("spearman_rho", String.format(Locale.ROOT, "%.3f", correlation.rho()));
        }
        return table.csv();
    }

    /** A table for the terminal: a line for each setting, accuracies as mean ± deviation in percent. */
    public String text() {
        List<List<String>> lines = new ArrayList<>();
        List<String> measures = List.copyOf(results.accuracies().keySet());
        List<String> header = new ArrayList<>(List.of("setting"));
        if (results.comparesMethods()) {
            header.addAll(List.of("moduli of roots", "class"));
        }
        header.addAll(measures);
        header.addAll(List.of("train", "cells", "diverged"));
        lines.add(header);
        for (SettingSummary setting : results.settings()) {
            List<String> line = new ArrayList<>(List.of(setting.setting()));
            if (results.comparesMethods()) {
                line.add(setting.coefficients()
                        .map(SettingSummary::moduli)
                        .map(moduli -> moduli.stream().map(SweepTables::modulus).collect(Collectors.joining(" ")))
                        .orElse(""));
                line.add(setting.coefficients().map(SweepTables::stability).orElse(""));
            }
            measures.forEach(measure -> line.add(
                    spread(results.accuracies().get(measure).getOrDefault(setting, Statistics.of(List.of())))));
            line.add(spread(setting.train()));
            line.add(setting.results().size() + "/" + setting.cells().size());
            line.add(Long.toString(setting.diverged()));
            lines.add(line);
        }
        StringBuilder text = new StringBuilder(aligned(lines));
        results.correlations()
                .forEach(correlation -> text.append(String.format(
                        Locale.ROOT,
                        "rank correlation with the largest spurious root, %s, %d settings: %.3f%n",
                        correlation.measure(),
                        correlation.settings(),
                        correlation.rho())));
        return text.toString();
    }

    private static String aligned(List<List<String>> lines) {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < line.size(); column++) {
                int at = column;
                int width = lines.stream()
                        .mapToInt(other -> other.get(at).length())
                        .max()
                        .orElse(0);
                text.append(String.format("%-" + Math.max(1, width) + "s  ", line.get(column)));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    /** "84.12 ± 0.31", in percent; the deviation only of two or more, empty of none. */
    static String spread(Statistics statistics) {
        if (statistics.count() == 0) {
            return "";
        }
        String mean = percent(statistics.mean());
        return statistics.count() < 2 ? mean : mean + " ± " + percent(statistics.deviation());
    }

    private static String percent(double fraction) {
        return Double.isNaN(fraction) ? "" : String.format(Locale.ROOT, "%.2f", 100 * fraction);
    }

    private static String modulus(double value) {
        return String.format(Locale.ROOT, "%.5f", value);
    }

    private static String stability(Coefficients coefficients) {
        return coefficients.stabilityClass().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
