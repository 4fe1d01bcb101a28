package org.dahlquist.jobs.results;

import com.univocity.parsers.common.record.Record;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How README shows a file of results: by the columns it has. */
final class ResultsTable {
    private static final Map<String, String> CONTESTANTS = contestants();

    private ResultsTable() {}

    /** The table in Markdown. */
    static String of(ResultsCsv results) {
        if (results.has("run_file")) {
            return runs(results);
        }
        if (results.has("setting")) {
            return settings(results);
        }
        if (!results.has("contestant")) {
            return plain(results);
        }
        return networks(results).size() > 1 ? contests(results) : contest(results);
    }

    /** Rows of reports' summary.csv. */
    private static String runs(ResultsCsv results) {
        MarkdownTable table = new MarkdownTable(List.of(
                "run",
                "dataset",
                "train / test",
                "softmax top-1",
                "k-NN",
                "WNLL",
                "epochs",
                "seed",
                "minutes",
                "hardware"));
        for (Record run : results.rows()) {
            table.row(List.of(
                    "[" + run.getString("run_id") + "](conf/runs/" + run.getString("run_file") + ")",
                    run.getString("dataset"),
                    results.grouped(run, "train_samples") + " / " + results.grouped(run, "test_samples"),
                    results.percent(run, "softmax_top1"),
                    results.percent(run, "knn_top1"),
                    results.percent(run, "wnll_top1"),
                    run.getString("epochs"),
                    run.getString("seed"),
                    String.format(Locale.ROOT, "%.1f", run.getDouble("seconds") / 60),
                    run.getString("hardware")));
        }
        return table.toString();
    }

    /** A sweep's table.csv: a line for each setting, a column for each noise. */
    private static String settings(ResultsCsv results) {
        boolean methods = results.has("spurious_modulus");
        boolean train = results.rows().stream()
                .anyMatch(row -> !results.text(row, "train_mean_percent").isEmpty());
        List<String> noises = results.rows().stream()
                .map(row -> results.text(row, "noise"))
                .filter(noise -> !noise.isEmpty())
                .distinct()
                .toList();
        List<String> header = new ArrayList<>(List.of("setting"));
        header.addAll(methods ? List.of("largest spurious root", "class") : List.of());
        header.add("test, %");
        header.addAll(noises);
        header.addAll(train ? List.of("train, %") : List.of());
        header.addAll(List.of("dataset", "train / test", "epochs", "seeds", "hardware"));
        MarkdownTable table = new MarkdownTable(header);
        Map<String, List<Record>> bySetting = new LinkedHashMap<>();
        results.rows()
                .forEach(row -> bySetting
                        .computeIfAbsent(row.getString("setting"), setting -> new ArrayList<>())
                        .add(row));
        bySetting.forEach((setting, rows) -> {
            Record first = rows.get(0);
            List<String> cells = new ArrayList<>();
            cells.add("[" + setting + "](conf/sweeps/" + first.getString("sweep_file") + ")");
            if (methods) {
                cells.add(results.text(first, "spurious_modulus"));
                cells.add(results.text(first, "stability"));
            }
            cells.add(spread(results, first, "test") + divergence(first));
            for (String noise : noises) {
                Optional<Record> noisy = rows.stream()
                        .filter(row -> results.text(row, "noise").equals(noise))
                        .findFirst();
                cells.add(noisy.map(row -> spread(results, row, "test_noise")).orElse(""));
            }
            if (train) {
                cells.add(spread(results, first, "train"));
            }
            cells.add(results.text(first, "dataset"));
            cells.add(results.grouped(first, "train_samples") + " / " + results.grouped(first, "test_samples"));
            cells.add(results.text(first, "epochs"));
            cells.add(results.text(first, "seeds"));
            cells.add(results.text(first, "hardware"));
            table.row(cells);
        });
        return table.toString();
    }

    private static String spread(ResultsCsv results, Record row, String measure) {
        String mean = results.text(row, measure + "_mean_percent");
        String deviation = results.text(row, measure + "_std_percent");
        return deviation.isEmpty() ? mean : mean + " ± " + deviation;
    }

    private static String divergence(Record row) {
        int diverged = row.getInt("diverged");
        return diverged == 0 ? "" : " (" + diverged + " of " + row.getString("cells") + " diverged)";
    }

    /** What {@code bench train} measured: a line for each contestant, two columns for each number of cores. */
    private static String contest(ResultsCsv results) {
        List<String> cores = results.rows().stream()
                .map(row -> row.getString("cores"))
                .distinct()
                .toList();
        List<String> header = new ArrayList<>(List.of("images/s"));
        cores.forEach(count ->
                header.addAll(List.of(count + (count.equals("1") ? " core" : " cores") + ", training", "inference")));
        MarkdownTable table = new MarkdownTable(header);
        CONTESTANTS.forEach((key, name) -> {
            List<String> cells = new ArrayList<>(List.of(name));
            for (String count : cores) {
                Optional<Record> row = row(results, count, key);
                cells.add(row.map(found -> results.grouped(found, "train_images_per_second"))
                        .orElse(""));
                cells.add(row.map(found -> results.grouped(found, "inference_images_per_second"))
                        .orElse(""));
            }
            if (cells.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
                table.row(cells);
            }
        });
        List<String> ratios = new ArrayList<>(List.of("ratio to the better PyTorch"));
        for (String count : cores) {
            Optional<Record> ours = row(results, count, "ours");
            ratios.add(ours.map(found -> results.text(found, "train_against_torch"))
                    .orElse(""));
            ratios.add(ours.map(found -> results.text(found, "inference_against_torch"))
                    .orElse(""));
        }
        table.row(ratios);
        return table.toString();
    }

    /** The same for several networks: a line for each, against the better PyTorch. */
    private static String contests(ResultsCsv results) {
        MarkdownTable table = new MarkdownTable(
                List.of("images/s", "cores", "training", "PyTorch", "ratio", "inference", "PyTorch", "ratio"));
        for (Record ours : results.rows()) {
            if (ours.getString("contestant").equals("ours")) {
                table.row(List.of(
                        ours.getString("network"),
                        ours.getString("cores"),
                        results.grouped(ours, "train_images_per_second"),
                        bestTorch(results, ours, "train_images_per_second"),
                        results.text(ours, "train_against_torch"),
                        results.grouped(ours, "inference_images_per_second"),
                        bestTorch(results, ours, "inference_images_per_second"),
                        results.text(ours, "inference_against_torch")));
            }
        }
        return table.toString();
    }

    /** The larger rate of PyTorch's two memory formats, for the network and the cores of a row. */
    private static String bestTorch(ResultsCsv results, Record ours, String rate) {
        return results.rows().stream()
                .filter(row -> row.getString("contestant").startsWith("torch"))
                .filter(row -> row.getString("network").equals(ours.getString("network"))
                        && row.getString("cores").equals(ours.getString("cores")))
                .max(Comparator.comparingDouble(row -> row.getDouble(rate)))
                .map(best -> results.grouped(best, rate))
                .orElse("");
    }

    private static List<String> networks(ResultsCsv results) {
        return results.rows().stream()
                .map(row -> row.getString("network"))
                .distinct()
                .toList();
    }

    private static Optional<Record> row(ResultsCsv results, String cores, String contestant) {
        return results.rows().stream()
                .filter(row -> row.getString("cores").equals(cores)
                        && row.getString("contestant").equals(contestant))
                .findFirst();
    }

    private static Map<String, String> contestants() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("ours", "this project: input pipeline, updater, averaging every 5 steps included");
        names.put("ours-bf16", "the same with bfloat16 in the layers");
        names.put("torch-cl", "PyTorch 1.13.1, channels last, one fixed batch");
        names.put("torch", "PyTorch 1.13.1, contiguous");
        names.put("upstream", "DL4J's training master over this project's layers, every 5 steps");
        names.put("stock", "DL4J 1.0.0-M2.1");
        names.put("stock-spark", "DL4J 1.0.0-M2.1 on Spark, every 5 steps");
        return names;
    }

    private static String plain(ResultsCsv results) {
        MarkdownTable table = new MarkdownTable(results.columns().stream()
                .map(column -> column.replace('_', ' '))
                .toList());
        results.rows()
                .forEach(row -> table.row(results.columns().stream()
                        .map(column -> results.text(row, column))
                        .toList()));
        return table.toString();
    }
}
