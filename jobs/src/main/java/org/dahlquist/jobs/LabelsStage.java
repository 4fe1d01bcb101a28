package org.dahlquist.jobs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.dahlquist.cluster.interpolation.LabelStudy;
import org.dahlquist.dataset.Manifest;
import org.dahlquist.run.report.LabelAccuracy;
import org.dahlquist.run.report.LabelPlot;
import org.dahlquist.training.Checkpoint;

/** Studies accuracy against the number of labels on the finished graph. */
final class LabelsStage extends Stage {
    LabelsStage() {
        super(
                "labels",
                "study accuracy against the number of labels on the graph",
                List.of("prepare", "embed", "knn-graph"),
                List.of("labels", "wnll"));
    }

    @Override
    Map<String, Object> run(StageContext context) throws IOException {
        int classes = Manifest.read(context.hadoop(), context.input("prepare"))
                .labels()
                .size();
        List<LabelAccuracy> rows = LabelStudy.run(
                context.spark(),
                context.config(),
                context.input("embed"),
                context.input("knn-graph"),
                classes,
                context.output());
        Checkpoint.replace(context.hadoop(), new Path(context.output(), "labels.png"), LabelPlot.draw(rows));
        Map<String, Map<Integer, Double>> accuracies = new LinkedHashMap<>();
        rows.forEach(row -> accuracies
                .computeIfAbsent(row.method(), method -> new TreeMap<>())
                .put(row.labelsPerClass(), row.top1()));
        return new LinkedHashMap<>(accuracies);
    }
}
