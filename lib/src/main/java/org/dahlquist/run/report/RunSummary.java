package org.dahlquist.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.dataset.Manifest;

/**
 * Everything the finished stages of a run recorded about themselves, as far as it fits on the driver.
 *
 * <p>A stage that has not run leaves its part empty.
 *
 * @param runId the run
 * @param dataset what prepare made
 * @param settings the resolved settings
 * @param epochs rows of the training metrics; empty without a train stage
 * @param evaluation accuracy of the softmax
 * @param graph the neighbour graph
 * @param wnll accuracy of the interpolation and of plain nearest neighbours
 * @param labelStudy accuracies by number of labels; empty without a labels stage
 * @param robustness accuracies under noise and attacks; empty without a robustness stage
 * @param stages run records of the stages that have one, in the order of the pipeline
 */
public record RunSummary(
        String runId,
        Optional<Manifest> dataset,
        Settings settings,
        List<EpochMetrics> epochs,
        Optional<EvaluationResult> evaluation,
        Optional<GraphResult> graph,
        Optional<WnllResult> wnll,
        List<LabelAccuracy> labelStudy,
        List<LevelAccuracy> robustness,
        List<StageResult> stages) {
    private static final int FIVE = 5;
    private static final List<String> STAGES =
            List.of("prepare", "train", "evaluate", "embed", "knn-graph", "wnll", "labels", "robustness");

    /**
     * Reads a run directory.
     *
     * @param hadoop settings of the file systems
     * @param runDirectory {@code <out>/<run-id>}, on any Hadoop file system
     * @return the summary
     * @throws IOException if a file exists but cannot be read
     * @throws DahlquistException if the directory does not exist or a file in it is damaged
     */
    public static RunSummary read(Configuration hadoop, Path runDirectory) throws IOException {
        RunFiles files = new RunFiles(hadoop, runDirectory);
        List<StageResult> stages = new ArrayList<>();
        String settings = "";
        for (String stage : STAGES) {
            files.json(stage + "/run.json").ifPresent(json -> stages.add(StageResult.of(stage, json)));
            settings = files.text(stage + "/config.conf").orElse(settings);
        }
        String runId = stages.stream()
                .map(StageResult::runId)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse(new Path(runDirectory.toString()).getName()); // a URI may end in a slash
        Optional<Manifest> manifest = files.exists("prepare/" + Manifest.FILE_NAME)
                ? Optional.of(Manifest.read(hadoop, new Path(runDirectory, "prepare")))
                : Optional.empty();
        Optional<JsonNode> evaluation = files.json("evaluate/evaluation.json");
        return new RunSummary(
                runId,
                manifest,
                Settings.parse(settings, "config.conf in " + runDirectory),
                EpochMetrics.parse(files.text("train/metrics.csv").orElse(""), runDirectory + "/train/metrics.csv"),
                evaluation.map(EvaluationResult::of),
                files.json("knn-graph/graph.json").map(GraphResult::of),
                files.json("wnll/wnll.json").map(WnllResult::of),
                LabelAccuracy.parse(
                        files.text("labels/" + LabelAccuracy.FILE_NAME).orElse(""), runDirectory + "/labels"),
                LevelAccuracy.parse(
                        files.text("robustness/" + LevelAccuracy.FILE_NAME).orElse(""), runDirectory + "/robustness"),
                List.copyOf(stages));
    }

    /** The accuracies measured so far, always in the order softmax, 1-NN, 5-NN, k-NN, WNLL; 5-NN where k is larger. */
    public List<Accuracy> accuracies() {
        List<Accuracy> rows = new ArrayList<>();
        evaluation.ifPresent(result -> rows.add(Accuracy.of("Softmax", result.top1(), result.samples())));
        wnll.ifPresent(result -> {
            rows.add(Accuracy.of("1-NN", result.nearestNeighbourTop1(), result.unlabelled()));
            if (result.knnK() > FIVE && !Double.isNaN(result.fiveNearestTop1())) {
                rows.add(Accuracy.of(FIVE + "-NN", result.fiveNearestTop1(), result.unlabelled()));
            }
            rows.add(Accuracy.of(result.knnK() + "-NN", result.knnTop1(), result.unlabelled()));
            rows.add(Accuracy.of("WNLL", result.top1(), result.unlabelled()));
        });
        return List.copyOf(rows);
    }

    /**
     * The run record of one stage.
     *
     * @param stage its name
     * @return the record, empty if the stage has not run
     */
    public Optional<StageResult> stage(String stage) {
        return stages.stream().filter(result -> result.stage().equals(stage)).findFirst();
    }

    /** Class names, from the dataset or else from the evaluation; empty if neither is there. */
    public List<String> labels() {
        return dataset.map(Manifest::labels)
                .or(() -> evaluation.map(EvaluationResult::labels))
                .orElse(List.of());
    }
}
