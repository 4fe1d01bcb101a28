package org.dahlquist.jobs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.dahlquist.cluster.evaluation.DistributedRobustness;
import org.dahlquist.run.report.LevelAccuracy;
import org.dahlquist.run.report.RobustnessPlots;
import org.dahlquist.training.Checkpoint;

/** Judges the trained network on disturbed test images. */
final class RobustnessStage extends Stage {
    RobustnessStage() {
        super(
                "robustness",
                "judge the network on images with noise and under attack",
                List.of("prepare", "train"),
                List.of("robustness"));
    }

    @Override
    Map<String, Object> run(StageContext context) throws IOException {
        List<LevelAccuracy> rows = DistributedRobustness.evaluate(
                context.spark(), context.config(), context.input("prepare"), context.model(), context.output());
        for (Map.Entry<String, byte[]> picture : RobustnessPlots.draw(rows).entrySet()) {
            Checkpoint.replace(
                    context.hadoop(), new Path(context.output(), picture.getKey() + ".png"), picture.getValue());
        }
        Map<String, Map<Double, Double>> accuracies = new LinkedHashMap<>();
        rows.forEach(row ->
                accuracies.computeIfAbsent(row.kind(), kind -> new TreeMap<>()).put(row.level(), row.accuracy()));
        return new LinkedHashMap<>(accuracies);
    }
}
