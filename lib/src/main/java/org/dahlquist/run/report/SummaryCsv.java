package org.dahlquist.run.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dahlquist.dataset.Manifest;

/** One row of results, with what is needed to compare it to other runs; accuracies are fractions, times seconds. */
final class SummaryCsv {
    private static final List<String> SETTINGS = List.of(
            "train.learning-rate",
            "train.schedule.kind",
            "train.momentum",
            "train.weight-decay",
            "train.gradient-activation.function",
            "train.gradient-activation.position",
            "train.averaging.workers",
            "train.averaging.frequency",
            "train.averaging.batch-size-per-worker");

    private SummaryCsv() {}

    /** A header and one row; a value that is not known is an empty cell. */
    static String of(RunSummary run) {
        List<Fact> columns = new ArrayList<>();
        identity(run, columns);
        results(run, columns);
        machine(run, columns);
        return columns.stream().map(Fact::name).collect(Collectors.joining(",")) + "\n"
                + columns.stream().map(fact -> quoted(fact.value())).collect(Collectors.joining(",")) + "\n";
    }

    private static void identity(RunSummary run, List<Fact> columns) {
        Settings settings = run.settings();
        Optional<Manifest> dataset = run.dataset();
        columns.add(new Fact("run_id", run.runId()));
        columns.add(new Fact("dataset", new RunCard(run).dataset()));
        columns.add(new Fact(
                "train_samples", dataset.map(data -> "" + data.train().rows()).orElse("")));
        columns.add(new Fact(
                "test_samples", dataset.map(data -> "" + data.test().rows()).orElse("")));
        columns.add(new Fact("network", settings.value("network.architecture")));
        columns.add(new Fact("depth", settings.depth()));
        columns.add(new Fact("coefficients", settings.value("network.coefficients")));
        for (String key : SETTINGS) {
            String column = key.substring("train.".length()).replace('.', '_').replace('-', '_');
            columns.add(new Fact(column, settings.value(key)));
        }
        columns.add(new Fact("seed", settings.value("seed")));
    }

    private static void results(RunSummary run, List<Fact> columns) {
        Optional<EvaluationResult> evaluation = run.evaluation();
        Optional<WnllResult> wnll = run.wnll();
        columns.add(new Fact("epochs", run.epochs().isEmpty() ? "" : "" + lastEpoch(run)));
        columns.add(new Fact("softmax_top1", number(evaluation.map(EvaluationResult::top1))));
        columns.add(new Fact("softmax_top5", number(evaluation.map(EvaluationResult::top5))));
        columns.add(new Fact("nearest_neighbour_top1", number(wnll.map(WnllResult::nearestNeighbourTop1))));
        columns.add(new Fact("knn_k", wnll.map(result -> "" + result.knnK()).orElse("")));
        columns.add(new Fact("knn_top1", number(wnll.map(WnllResult::knnTop1))));
        columns.add(new Fact("wnll_top1", number(wnll.map(WnllResult::top1))));
        columns.add(new Fact("train_seconds", number(run.stage("train").map(StageResult::seconds))));
        columns.add(new Fact("seconds", run.stages().isEmpty() ? "" : Numbers.decimal(RunCard.totalSeconds(run), 2)));
    }

    private static void machine(RunSummary run, List<Fact> columns) {
        Optional<StageResult> stage =
                run.stage("train").or(() -> run.stages().stream().findFirst());
        columns.add(new Fact("hardware", stage.map(RunCard::machine).orElse("").replace('\u00a0', ' ')));
        for (String software : List.of("dahlquist", "java", "spark", "dl4j")) {
            columns.add(new Fact(
                    software + "_version",
                    stage.map(record -> record.versions().getOrDefault(software, ""))
                            .orElse("")));
        }
        columns.add(new Fact("git_commit", stage.map(StageResult::gitCommit).orElse("")));
    }

    private static int lastEpoch(RunSummary run) {
        return run.epochs().get(run.epochs().size() - 1).epoch();
    }

    private static String number(Optional<Double> value) {
        return value.filter(number -> !number.isNaN()).map(String::valueOf).orElse("");
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
