package org.dahlquist.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.dahlquist.DahlquistException;
import org.dahlquist.run.RunDirectory;
import org.dahlquist.run.report.LabelAccuracy;
import org.dahlquist.run.report.LevelAccuracy;

/** The lines a command ends with: the accuracies found and where the output lies. */
final class Outcome {
    private final RunDirectory directory;

    Outcome(RunDirectory directory) {
        this.directory = directory;
    }

    void print(List<Stage> stages, PrintWriter out) {
        for (Stage stage : stages) {
            switch (stage.name()) {
                case "evaluate" ->
                    out.printf("softmax test accuracy %.4f%n", figure("evaluate", "evaluation.json", "top1"));
                case "wnll" -> out.printf("WNLL test accuracy %.4f%n", figure("wnll", "wnll.json", "top1"));
                case "robustness" -> robustness(out);
                case "labels" -> labels(out);
                case "landscape" -> flatness(out);
                case "report" -> out.printf("report %s%n", file("report", "report.html"));
                default -> {
                    // Other stages are the input of these.
                }
            }
        }
        if (stages.size() == 1) {
            out.printf("output %s%n", file(stages.get(0).name(), ""));
        }
        out.flush();
    }

    private void robustness(PrintWriter out) {
        String csv = directory.text("robustness", LevelAccuracy.FILE_NAME);
        out.printf("%-6s %10s %9s %8s %8s%n", "kind", "level", "accuracy", "samples", "mean L2");
        for (LevelAccuracy row : LevelAccuracy.parse(csv, file("robustness", LevelAccuracy.FILE_NAME))) {
            out.printf(
                    Locale.ROOT,
                    "%-6s %10.4f %9.4f %8d %8.3f%n",
                    row.kind(),
                    row.level(),
                    row.accuracy(),
                    row.samples(),
                    row.meanL2());
        }
    }

    private void labels(PrintWriter out) {
        String csv = directory.text("labels", LabelAccuracy.FILE_NAME);
        out.print(LabelAccuracy.markdown(LabelAccuracy.parse(csv, file("labels", LabelAccuracy.FILE_NAME))));
    }

    private void flatness(PrintWriter out) {
        for (JsonNode run : json("landscape", "flatness.json").path("runs")) {
            JsonNode largest = run.at("/eigenvalues/0/value");
            out.printf(
                    "%s: loss %.4f, accuracy %.4f, sharpness %.4f within %s%s%n",
                    run.path("run").asText(),
                    run.path("loss").asDouble(),
                    run.path("top1").asDouble(),
                    run.path("sharpness").asDouble(),
                    run.path("epsilon").asText(),
                    largest.isNumber() ? String.format(", largest Hessian eigenvalue %.4g", largest.asDouble()) : "");
        }
    }

    private double figure(String stage, String file, String key) {
        JsonNode value = json(stage, file).path(key);
        if (!value.isNumber()) {
            throw DahlquistException.data(
                    "%s has no number called %s; run %s again with --overwrite", file(stage, file), key, stage);
        }
        return value.asDouble();
    }

    private JsonNode json(String stage, String file) {
        try {
            return new ObjectMapper().readTree(directory.text(stage, file));
        } catch (JsonProcessingException e) {
            throw DahlquistException.data(
                            "%s is not JSON: %s; run %s again with --overwrite",
                            file(stage, file), e.getOriginalMessage(), stage)
                    .causedBy(e);
        }
    }

    private String file(String stage, String name) {
        return shown(name.isEmpty() ? directory.stage(stage) : new Path(directory.stage(stage), name));
    }

    /** Local paths without their scheme, so that they can be pasted into a browser or a shell. */
    static String shown(Path path) {
        return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
    }
}
